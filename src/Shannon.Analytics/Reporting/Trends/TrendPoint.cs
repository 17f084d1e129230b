namespace Shannon.Analytics.Reporting.Trends;

/// <summary>The value of one period.</summary>
/// <param name="Timestamp">The start of the period in UTC.</param>
/// <param name="Value">Its value; counts and sums are 0 in a period without records, averages <see langword="null"/>.</param>
public sealed record TrendPoint(DateTimeOffset Timestamp, double? Value);
