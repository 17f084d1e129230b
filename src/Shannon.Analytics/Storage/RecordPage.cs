using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage;

/// <summary>One page of records, read from one snapshot.</summary>
/// <param name="Records">The records in the order asked for; empty when none are left.</param>
/// <param name="Next">Where the next page starts, or <see langword="null"/> when this was the last.</param>
public sealed record RecordPage(IReadOnlyList<MetricRecord> Records, RecordCursor? Next);
