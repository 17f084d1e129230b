namespace Shannon.Analytics.Reporting.Costs;

/// <summary>A cost to be expected, in US dollars.</summary>
/// <param name="Amount">At the daily average of the report.</param>
/// <param name="Lower">The lower end of the 95 % interval; <see langword="null"/> with fewer than two whole days.</param>
/// <param name="Upper">The upper end of the 95 % interval; <see langword="null"/> with fewer than two whole days.</param>
public sealed record CostProjection(decimal Amount, decimal? Lower, decimal? Upper);
