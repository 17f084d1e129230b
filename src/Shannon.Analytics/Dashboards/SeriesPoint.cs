namespace Shannon.Analytics.Dashboards;

/// <summary>One point of a course.</summary>
/// <param name="Timestamp">Where its stretch of time begins, in UTC.</param>
/// <param name="Value">Its value; <see langword="null"/> where there is none.</param>
public sealed record SeriesPoint(DateTimeOffset Timestamp, double? Value);
