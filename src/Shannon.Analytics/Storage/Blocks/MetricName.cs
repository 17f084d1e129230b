using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>A metric's identity: the same name in two categories is two metrics.</summary>
internal readonly record struct MetricName(MetricCategory Category, string Name);
