using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage;

/// <summary>A validated, filtered, frozen metric with the moment at which it was handed in or happened.</summary>
internal readonly record struct TimedMetric(MetricInput Metric, long TimeMicros);
