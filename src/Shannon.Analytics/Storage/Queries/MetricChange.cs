using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Queries;

/// <summary>A record as a durable reader meets it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Replaces">The id of the record that it corrects and stands in for, or <see langword="null"/>. The reader may or may not have met that one.</param>
public sealed record MetricChange(MetricRecord Record, long? Replaces);
