namespace Shannon.Analytics.Reporting.Trends;

/// <summary>A pattern that repeats.</summary>
/// <param name="Periods">After how many periods, such as 7 for a week of days.</param>
/// <param name="Strength">The share of the variation about the trend that it explains, 0 to 1.</param>
/// <param name="PValue">How probable so much difference would be without a season (Kruskal and Wallis).</param>
public sealed record SeasonalPattern(int Periods, double Strength, double PValue);
