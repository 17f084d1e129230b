namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>What to forecast.</summary>
internal sealed record ForecastOptions
{
    /// <summary>Steps ahead; at least 1.</summary>
    public required int Horizon { get; init; }

    /// <summary>Lengths of the seasons that may be there, in points, ascending; empty for none. Each counts only if the values repeat it at least twice.</summary>
    public IReadOnlyList<int> Periods { get; init; } = [];

    /// <summary>How often a future value shall lie between the bounds, 0 to 1, both excluded.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Neither the forecast nor its bounds fall below 0.</summary>
    public bool NonNegative { get; init; }

    /// <summary>The seasons that people and their machines give a series sampled every <paramref name="interval"/>: day and week, and the year from weeks on.</summary>
    public static IReadOnlyList<int> PeriodsFor(TimeSpan interval)
    {
        if (interval <= TimeSpan.Zero)
        {
            return [];
        }

        List<int> periods = [];
        foreach (double days in interval < TimeSpan.FromDays(1) ? [1.0, 7.0] : interval < TimeSpan.FromDays(7) ? [7.0] : new[] { 365.25 })
        {
            double points = Math.Round(days / interval.TotalDays);
            if (points is >= 2 and <= 100_000)
            {
                periods.Add((int)points);
            }
        }

        return periods;
    }
}
