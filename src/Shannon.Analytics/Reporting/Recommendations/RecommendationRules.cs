namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>All rules, and what they find.</summary>
internal static class RecommendationRules
{
    private static readonly IRecommendationRule[] All =
    [
        new CacheMissRule(),
        new UnusedCacheRule(),
        new LongContextRule(),
        new DearModelRule(),
        new FailingToolRule(),
        new RetryRule(),
        new IdleSubAgentRule(),
        new UnpricedRule(),
    ];

    /// <summary>What the rules find: the greatest saving first, what is not about money last.</summary>
    internal static IReadOnlyList<Recommendation> Evaluate(RecommendationFigures figures) =>
        [.. All.SelectMany(rule => rule.Evaluate(figures)).OrderByDescending(static found => found.EstimatedSaving ?? -1)];
}
