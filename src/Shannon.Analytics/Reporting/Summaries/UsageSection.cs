namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>Who used what. Each list is a breakdown of the same total, dearest first.</summary>
public sealed record UsageSection
{
    /// <summary>Everything together.</summary>
    public required UsageEntry Total { get; init; }

    /// <summary>By model.</summary>
    public IReadOnlyList<UsageEntry> Models { get; init; } = [];

    /// <summary>By user.</summary>
    public IReadOnlyList<UsageEntry> Users { get; init; } = [];

    /// <summary>By project.</summary>
    public IReadOnlyList<UsageEntry> Projects { get; init; } = [];

    /// <summary>By the branch that was checked out.</summary>
    public IReadOnlyList<UsageEntry> Branches { get; init; } = [];

    /// <summary>By kind of sub-agent; what no sub-agent used is <c>main conversation</c>.</summary>
    public IReadOnlyList<UsageEntry> SubAgents { get; init; } = [];

    /// <summary>Tools, most used first.</summary>
    public IReadOnlyList<ToolEntry> Tools { get; init; } = [];
}
