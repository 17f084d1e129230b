namespace Shannon.Analytics.Reporting.Comparisons;

/// <summary>How a metric changed from the first period to the second.</summary>
public sealed record ComparisonChange
{
    /// <summary>The metric.</summary>
    public required ComparisonMetric Metric { get; init; }

    /// <summary>Its value in the first period; <see langword="null"/> where undefined.</summary>
    public double? Before { get; init; }

    /// <summary>Its value in the second period; <see langword="null"/> where undefined.</summary>
    public double? After { get; init; }

    /// <summary>After less before; what is undefined in one period counts as 0.</summary>
    public double Absolute { get; init; }

    /// <summary>The change relative to before: 0.1 is 10 % more; <see langword="null"/> if there was nothing before.</summary>
    public double? Relative { get; init; }

    /// <summary>Where it went.</summary>
    public ChangeDirection Direction { get; init; }

    /// <summary>Per day of the first period, of what adds up; <see langword="null"/> for means. Periods of different length are compared by this.</summary>
    public double? PerDayBefore { get; init; }

    /// <summary>Per day of the second period, of what adds up; <see langword="null"/> for means.</summary>
    public double? PerDayAfter { get; init; }

    /// <summary>The change per day relative to before; <see langword="null"/> if there was nothing before, and for means.</summary>
    public double? RelativePerDay { get; init; }

    /// <summary>
    /// How probable a difference like this would be if both periods were alike; <see langword="null"/> where there is too little to tell. Response times are
    /// compared by rank (Mann and Whitney), what adds up by its amounts per equal stretch of time (Welch, allowing for neighbours that resemble each other).
    /// </summary>
    public double? PValue { get; init; }

    /// <summary>Whether that is no chance: at most 5 % false alarms over all metrics of the report together (Holm, 1979); <see langword="null"/> where there is too little to tell.</summary>
    public bool? IsSignificant { get; init; }

    /// <summary>Of response times the share of pairs in which the later is slower less the share in which it is faster, -1 to 1 (Cliff's delta).</summary>
    public double? EffectSize { get; init; }

    /// <summary>Of response times the lower end of the 95 % interval of how much the median changed, in seconds (bootstrap).</summary>
    public double? MedianChangeLower { get; init; }

    /// <summary>Of response times the upper end of that interval.</summary>
    public double? MedianChangeUpper { get; init; }
}
