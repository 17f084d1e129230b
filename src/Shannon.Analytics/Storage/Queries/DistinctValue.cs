namespace Shannon.Analytics.Storage.Queries;

/// <summary>A value and how many records carry it.</summary>
/// <param name="Value">The value; <see langword="null"/> for the records that carry none.</param>
/// <param name="Count">How many records, from 1.</param>
public sealed record DistinctValue(string? Value, long Count);
