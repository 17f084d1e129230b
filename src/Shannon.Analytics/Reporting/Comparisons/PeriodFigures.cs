using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Reporting.Comparisons;

/// <summary>The figures of one period.</summary>
public sealed record PeriodFigures
{
    /// <summary>The period.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>How many days it has.</summary>
    public required double Days { get; init; }

    /// <summary>Different sessions.</summary>
    public long Sessions { get; init; }

    /// <summary>Prompts.</summary>
    public long Prompts { get; init; }

    /// <summary>Tokens.</summary>
    public long Tokens { get; init; }

    /// <summary>Cost in US dollars, as far as it is known.</summary>
    public decimal Cost { get; init; }

    /// <summary>Tokens whose cost is not known.</summary>
    public long UnpricedTokens { get; init; }

    /// <summary>Errors.</summary>
    public long Errors { get; init; }

    /// <summary>The mean response time in seconds; <see langword="null"/> without prompts.</summary>
    public double? AverageResponseTime { get; init; }

    /// <summary>The 95th percentile of the response time in seconds; <see langword="null"/> without prompts.</summary>
    public double? P95ResponseTime { get; init; }

    /// <summary>Of all input tokens the share read from the cache, 0 to 1; <see langword="null"/> without input tokens.</summary>
    public double? CacheHitShare { get; init; }
}
