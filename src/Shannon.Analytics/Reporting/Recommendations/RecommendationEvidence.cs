namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>A figure behind a recommendation.</summary>
/// <param name="Name">What it is, such as <c>cache_hit_share</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit: <c>tokens</c>, <c>usd</c>, <c>share</c> (0 to 1), <c>seconds</c>, <c>count</c>.</param>
public sealed record RecommendationEvidence(string Name, double Value, string Unit);
