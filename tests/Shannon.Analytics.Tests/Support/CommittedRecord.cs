using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.Support;

/// <summary>A record with what its commit said of it.</summary>
internal sealed record CommittedRecord(MetricRecord Record, long? Replaces, bool IsHistory);
