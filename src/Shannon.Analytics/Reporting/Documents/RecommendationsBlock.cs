namespace Shannon.Analytics.Reporting.Documents;

/// <summary>Advice with the figures behind it.</summary>
public sealed record RecommendationsBlock : ReportBlock
{
    /// <summary>The advice, the most valuable first.</summary>
    public required IReadOnlyList<RecommendationItem> Items { get; init; }
}
