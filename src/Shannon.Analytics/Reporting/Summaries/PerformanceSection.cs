namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>How fast answers came. Times are in seconds; percentiles are exact (linear interpolation, type 7); without prompts they are <see langword="null"/>.</summary>
public sealed record PerformanceSection
{
    /// <summary>Prompts that were answered.</summary>
    public long Prompts { get; init; }

    /// <summary>The mean time from prompt to the end of the answer.</summary>
    public double? AverageResponseTime { get; init; }

    /// <summary>Half of the answers took no longer.</summary>
    public double? MedianResponseTime { get; init; }

    /// <summary>90 % of the answers took no longer.</summary>
    public double? P90ResponseTime { get; init; }

    /// <summary>95 % of the answers took no longer.</summary>
    public double? P95ResponseTime { get; init; }

    /// <summary>99 % of the answers took no longer.</summary>
    public double? P99ResponseTime { get; init; }

    /// <summary>The fastest answer.</summary>
    public double? MinResponseTime { get; init; }

    /// <summary>The slowest answer.</summary>
    public double? MaxResponseTime { get; init; }

    /// <summary>The mean time to the first token, where it was recorded as <c>time_to_first_token</c>.</summary>
    public double? AverageTimeToFirstToken { get; init; }

    /// <summary>95 % of first tokens came no later.</summary>
    public double? P95TimeToFirstToken { get; init; }

    /// <summary>
    /// Output tokens per second of response time; all tokens, where records do not tell input from output. <see langword="null"/> without response times.
    /// </summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>By model, most prompts first.</summary>
    public IReadOnlyList<ResponseTimeEntry> Models { get; init; } = [];

    /// <summary>The slowest prompts, slowest first; at most ten.</summary>
    public IReadOnlyList<SlowPrompt> SlowestPrompts { get; init; } = [];
}
