using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// Anomalies of a stored series by distance from the mean in standard deviations (n - 1). A series that spans less than a window is compared as a
/// whole, a longer one each value with the window that ends with it; at least three values, and values that vary.
/// </summary>
internal static class ZScoreDetector
{
    internal const double DefaultThreshold = 3;

    /// <param name="timesMicros">Ascending; equal times are allowed.</param>
    /// <param name="values">One for each time.</param>
    /// <param name="threshold">Standard deviations from which on a value is an anomaly; positive.</param>
    /// <param name="windowMicros">The window; positive.</param>
    /// <param name="anomalies">Gets the anomalies by time.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal static void Detect(ReadOnlySpan<long> timesMicros, ReadOnlySpan<double> values, double threshold, long windowMicros, List<AnomalyPoint> anomalies, CancellationToken cancellationToken)
    {
        DetectorArguments.CheckThreshold(threshold);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowMicros);
        var series = StoredSeries.From(timesMicros, values);
        if (series.FitsIn(windowMicros))
        {
            DetectInWhole(series, threshold, anomalies, cancellationToken);
        }
        else
        {
            DetectInWindows(series, threshold, windowMicros, anomalies, cancellationToken);
        }
    }

    private static void DetectInWhole(StoredSeries series, double threshold, List<AnomalyPoint> anomalies, CancellationToken cancellationToken)
    {
        Reference reference = ReferenceOf(MomentsAccumulator.Of(series.Values));
        for (int start = 0; start < series.Values.Length; start++)
        {
            int found = FarValues.IndexOf(series.Values[start..], reference.Center, threshold * reference.Scale);
            if (found < 0)
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            start += found;
            reference.Judge(series.Times[start], series.Values[start], threshold, anomalies);
        }
    }

    private static void DetectInWindows(StoredSeries series, double threshold, long windowMicros, List<AnomalyPoint> anomalies, CancellationToken cancellationToken)
    {
        SlidingMoments window = new();
        int from = 0;
        for (int i = 0; i < series.Values.Length; i++)
        {
            from = series.WindowStart(from, i, windowMicros, cancellationToken);
            window.Slide(series.Values, from, i + 1);
            ReferenceOf(window.Current).Judge(series.Times[i], series.Values[i], threshold, anomalies);
        }
    }

    private static Reference ReferenceOf(in MomentsAccumulator moments) =>
        moments.Count < StoredSeries.LeastPoints ? Reference.None : Reference.Around(moments.Mean ?? 0, moments.StandardDeviation ?? 0);
}
