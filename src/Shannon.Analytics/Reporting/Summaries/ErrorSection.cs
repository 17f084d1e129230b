namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>What went wrong.</summary>
public sealed record ErrorSection
{
    /// <summary>Errors.</summary>
    public long TotalErrors { get; init; }

    /// <summary>Errors per attempt (prompts and API calls), 0 to 1; <see langword="null"/> without attempts.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>Of all prompts, tool uses and API calls the share that did not fail, 0 to 1; <see langword="null"/> without any.</summary>
    public double? SuccessRate { get; init; }

    /// <summary>Of the errors that say whether the work could go on, the share after which it could, 0 to 1; <see langword="null"/> if none says.</summary>
    public double? RecoverableShare { get; init; }

    /// <summary>By type, most frequent first.</summary>
    public IReadOnlyList<ErrorEntry> ByType { get; init; } = [];

    /// <summary>By severity, most frequent first.</summary>
    public IReadOnlyList<ErrorEntry> BySeverity { get; init; } = [];

    /// <summary>Uses of tools that failed.</summary>
    public long ToolFailures { get; init; }
}
