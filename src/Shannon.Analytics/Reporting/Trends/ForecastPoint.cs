namespace Shannon.Analytics.Reporting.Trends;

/// <summary>What is expected of one period to come.</summary>
/// <param name="Timestamp">The start of the period in UTC.</param>
/// <param name="Value">The forecast.</param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end of the interval.</param>
public sealed record ForecastPoint(DateTimeOffset Timestamp, double Value, double Lower, double Upper);
