namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>What every detector asks of its arguments.</summary>
internal static class DetectorArguments
{
    /// <summary>The largest threshold in units of a spread; beyond it nothing is ever found.</summary>
    private const double MostThreshold = 1e6;

    internal static void CheckThreshold(double threshold)
    {
        if (!(threshold > 0 && threshold <= MostThreshold))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be above 0 and at most 1000000; higher means fewer anomalies.");
        }
    }

    internal static void CheckSeries(ReadOnlySpan<long> timesMicros, ReadOnlySpan<double> values)
    {
        if (timesMicros.Length != values.Length)
        {
            throw new ArgumentException($"There are {timesMicros.Length} times for {values.Length} values; each value has one.", nameof(values));
        }
    }
}
