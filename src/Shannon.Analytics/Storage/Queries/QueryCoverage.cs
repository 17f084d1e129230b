namespace Shannon.Analytics.Storage.Queries;

/// <summary>What an answer rests on.</summary>
/// <param name="Precision">Exact if every record was read; approximate if rollups took part.</param>
/// <param name="Records">Records that were read one by one.</param>
/// <param name="RollupRecords">Records that rollups stood for.</param>
/// <param name="From">The earliest record that counted, or the start of the earliest rollup bucket; <see langword="null"/> if none did.</param>
/// <param name="To">The latest record that counted, or the end of the latest rollup bucket; <see langword="null"/> if none did.</param>
public sealed record QueryCoverage(QueryPrecision Precision, long Records, long RollupRecords, DateTimeOffset? From, DateTimeOffset? To);
