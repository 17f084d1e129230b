using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Reporting.Trends;

/// <summary>
/// Where one metric is going. Tests look at complete periods only: one that has begun but not ended counts for the history alone. What cannot be told from
/// so few periods is <see langword="null"/>.
/// </summary>
public sealed record MetricTrend
{
    /// <summary>The metric, such as <c>token_usage</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>What each period's value is: <c>sum</c>, <c>count</c>, <c>avg</c>, or <c>rate</c> for derived figures.</summary>
    public required string Function { get; init; }

    /// <summary>The periods in order of time.</summary>
    public required IReadOnlyList<TrendPoint> Historical { get; init; }

    /// <summary>True if the last period of the history has not ended.</summary>
    public bool LastPeriodIsPartial { get; init; }

    /// <summary>Rising or falling where that is significant, else stable.</summary>
    public TrendDirection Direction { get; init; }

    /// <summary>Whether a series without a trend would look like this in fewer than 5 % of cases.</summary>
    public bool IsSignificant { get; init; }

    /// <summary>The p-value of the test of Mann and Kendall, two-sided; <see langword="null"/> below three values.</summary>
    public double? PValue { get; init; }

    /// <summary>The median slope per period (Sen, 1968).</summary>
    public double? Slope { get; init; }

    /// <summary>The lower end of the slope's 95 % confidence interval.</summary>
    public double? SlopeLower { get; init; }

    /// <summary>The upper end of the slope's 95 % confidence interval.</summary>
    public double? SlopeUpper { get; init; }

    /// <summary>What the slope comes to over the history, relative to the median of its values: 0.1 is 10 % more; <see langword="null"/> where the median is 0.</summary>
    public double? RelativeChange { get; init; }

    /// <summary>The season, if there is one that is no chance.</summary>
    public SeasonalPattern? Seasonality { get; init; }

    /// <summary>When the level changed; empty if it did not.</summary>
    public IReadOnlyList<LevelChange> ChangePoints { get; init; } = [];

    /// <summary>What is to come; <see langword="null"/> if it was not asked for.</summary>
    public TrendForecast? Forecast { get; init; }
}
