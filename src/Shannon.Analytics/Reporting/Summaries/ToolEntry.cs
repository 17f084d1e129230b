namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>The use of one tool.</summary>
public sealed record ToolEntry
{
    /// <summary>The tool; <see cref="UsageEntry.Unknown"/> where records do not say.</summary>
    public required string Name { get; init; }

    /// <summary>How often it was used.</summary>
    public long Uses { get; init; }

    /// <summary>How often it failed.</summary>
    public long Failures { get; init; }

    /// <summary>Of the uses the share that failed, 0 to 1.</summary>
    public double FailureRate => Uses > 0 ? (double)Failures / Uses : 0;

    /// <summary>How long all uses took, in seconds, as far as it is known.</summary>
    public double TotalSeconds { get; init; }

    /// <summary>How long the failed uses took, in seconds, as far as it is known.</summary>
    public double FailedSeconds { get; init; }

    /// <summary>The mean duration in seconds; <see langword="null"/> where no duration is known.</summary>
    public double? AverageSeconds { get; init; }

    /// <summary>The 95th percentile of the duration in seconds; <see langword="null"/> where no duration is known.</summary>
    public double? P95Seconds { get; init; }
}
