namespace ClaudeUsage.Totals;

/// <summary>Usage by every breakdown, each in the order in which it is shown.</summary>
internal sealed record UsageReport
{
    public required UsageTotals Totals { get; init; }

    /// <summary>By day in UTC, oldest first.</summary>
    public required IReadOnlyList<UsageGroup> Days { get; init; }

    /// <summary>By model, dearest first.</summary>
    public required IReadOnlyList<UsageGroup> Models { get; init; }

    /// <summary>By project, dearest first.</summary>
    public required IReadOnlyList<UsageGroup> Projects { get; init; }

    /// <summary>By session, the least recently used first.</summary>
    public required IReadOnlyList<UsageGroup> Sessions { get; init; }

    /// <summary>The response that came last, if there is any.</summary>
    public UsageEntry? Latest { get; init; }

    /// <summary>The models some of whose cost is unknown.</summary>
    public IEnumerable<UsageGroup> Unpriced => Models.Where(model => model.Totals.UnpricedRequests > 0);
}
