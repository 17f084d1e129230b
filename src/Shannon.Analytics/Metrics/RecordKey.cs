namespace Shannon.Analytics.Metrics;

/// <summary>
/// A natural key: of all records that carry the same key the store keeps the one with the highest rank,
/// in whatever order they arrive. Equal ranks keep the first. Records without a key are never deduplicated.
/// </summary>
/// <param name="Value">The key, such as a message id; compared ordinally; 1 to <see cref="MetricLimits.MaxKeyLength"/> characters.</param>
/// <param name="Rank">How good this copy is; higher replaces lower.</param>
public readonly record struct RecordKey(string Value, long Rank = 0);
