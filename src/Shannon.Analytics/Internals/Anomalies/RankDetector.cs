namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// Anomalies of a stored series by its ranks, which outliers cannot move: by distance from the median in scaled median absolute deviations
/// (B. Iglewicz and D. Hoaglin, "How to Detect and Handle Outliers", 1993), or beyond the quartiles in interquartile ranges (J. W. Tukey, 1977).
/// A series that spans less than a window is compared as a whole, a longer one each value with the window that ends with it; at least three values.
/// </summary>
/// <remarks>Where half the values or more are equal both spreads are zero; the mean distance from the median, scaled alike, takes their place.</remarks>
internal static class RankDetector
{
    internal const double DefaultMedianThreshold = 3.5;
    internal const double DefaultQuartileThreshold = 1.5;

    // What makes each spread equal to the standard deviation of normal values.
    private const double MedianDistanceScale = 1.4826022185056018;
    private const double MeanDistanceScale = 1.2533141373155003;
    private const double NormalQuartileRange = 1.3489795003921634;

    private delegate Reference Judgement(SortedWindow window, double value);

    /// <summary>By the modified z-score: distance from the median over 1.4826 median absolute deviations.</summary>
    /// <inheritdoc cref="ZScoreDetector.Detect" path="/param"/>
    internal static void DetectByMedian(ReadOnlySpan<long> timesMicros, ReadOnlySpan<double> values, double threshold, long windowMicros, List<AnomalyPoint> anomalies, CancellationToken cancellationToken) =>
        Detect(timesMicros, values, threshold, windowMicros, anomalies, ByMedian, cancellationToken);

    /// <summary>By distance beyond the quartiles in interquartile ranges.</summary>
    /// <inheritdoc cref="ZScoreDetector.Detect" path="/param"/>
    internal static void DetectByQuartiles(ReadOnlySpan<long> timesMicros, ReadOnlySpan<double> values, double threshold, long windowMicros, List<AnomalyPoint> anomalies, CancellationToken cancellationToken) =>
        Detect(timesMicros, values, threshold, windowMicros, anomalies, ByQuartiles, cancellationToken);

    private static void Detect(ReadOnlySpan<long> timesMicros, ReadOnlySpan<double> values, double threshold, long windowMicros, List<AnomalyPoint> anomalies, Judgement judgement, CancellationToken cancellationToken)
    {
        DetectorArguments.CheckThreshold(threshold);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowMicros);
        StoredSeries series = StoredSeries.From(timesMicros, values);
        SortedWindow window = new();
        bool whole = series.FitsIn(windowMicros);
        if (whole)
        {
            window.Fill(series.Values);
        }

        int from = 0;
        for (int i = 0; i < series.Values.Length; i++)
        {
            int start = series.WindowStart(from, i, windowMicros, cancellationToken);
            if (!whole)
            {
                for (; from < start; from++)
                {
                    window.Remove(series.Values[from]);
                }

                window.Add(series.Values[i]);
            }

            if (window.Count >= StoredSeries.LeastPoints)
            {
                judgement(window, series.Values[i]).Judge(series.Times[i], series.Values[i], threshold, anomalies);
            }
        }
    }

    private static Reference ByMedian(SortedWindow window, double value)
    {
        double median = window.Median;
        double spread = window.MedianDistance(median);
        return value == median ? Reference.None : Reference.Around(median, spread > 0 ? MedianDistanceScale * spread : MeanDistanceScale * window.MeanDistance(median));
    }

    private static Reference ByQuartiles(SortedWindow window, double value)
    {
        double low = window.Quantile(0.25);
        double high = window.Quantile(0.75);
        if (value >= low && value <= high)
        {
            return Reference.None;
        }

        double median = window.Median;
        return new(median, low, high, high > low ? high - low : NormalQuartileRange * MeanDistanceScale * window.MeanDistance(median));
    }
}
