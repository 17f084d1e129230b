namespace Shannon.Analytics.Internals.Statistics;

/// <summary>What is known of the samples in a window; mergeable.</summary>
internal struct WindowSummary
{
    public MomentsAccumulator Moments;

    /// <summary>Empty when trends are not wanted.</summary>
    public TrendAccumulator Trend;

    public static WindowSummary Of(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin, bool withTrend) => new()
    {
        Moments = MomentsAccumulator.Of(values),
        Trend = withTrend ? TrendAccumulator.Of(times, values, origin) : default,
    };

    public void Merge(in WindowSummary other)
    {
        Moments.Merge(other.Moments);
        Trend.Merge(other.Trend);
    }
}
