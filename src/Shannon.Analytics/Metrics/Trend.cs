namespace Shannon.Analytics.Metrics;

/// <summary>Judges where a series is going, alike wherever it is asked.</summary>
internal static class Trend
{
    // Share of the mean that a line must move by before it counts as rising or falling.
    private const double NoticeableShare = 0.01;

    /// <summary>The direction of a line that changes by so much over the window in which its values have this mean.</summary>
    internal static TrendDirection DirectionOf(double change, double mean) =>
        Math.Abs(change) < NoticeableShare * Math.Abs(mean) || change == 0 ? TrendDirection.Stable
        : change > 0 ? TrendDirection.Rising
        : TrendDirection.Falling;
}
