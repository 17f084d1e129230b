using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime.Streams;

/// <summary>A record in a queue. Replaces is 0 for a new one.</summary>
internal readonly record struct StreamSlot(MetricRecord Record, long Replaces);
