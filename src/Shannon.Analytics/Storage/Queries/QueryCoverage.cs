namespace Shannon.Analytics.Storage.Queries;

/// <summary>What an answer rests on.</summary>
/// <param name="Precision">Exact if every record was read; approximate if rollups took part.</param>
/// <param name="Records">Records that were read one by one.</param>
/// <param name="RollupRecords">Records that rollups stood for.</param>
/// <param name="From">A moment before which no record counted: where the stored data that was read begins, within the range asked for; <see langword="null"/> if none did.</param>
/// <param name="To">A moment after which no record counted; <see langword="null"/> if none did.</param>
public sealed record QueryCoverage(QueryPrecision Precision, long Records, long RollupRecords, DateTimeOffset? From, DateTimeOffset? To);
