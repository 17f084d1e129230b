using Shannon.Analytics.Internals.Forecasting;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// Anomalies of a stored series by what trend and season leave: the series is brought to even steps, taken apart by robust STL with the seasons of day
/// and week that it has, and each record compared with trend plus seasons, in scaled median absolute deviations of all records from theirs.
/// Looks at the whole series, so that it finds in the past what later values show.
/// </summary>
internal static class SeasonalDetector
{
    internal const double DefaultThreshold = 5;

    private const long DayMicros = 86_400_000_000;
    private const int Iterations = 2;

    /// <summary>Values are kept within so many median distances, four standard deviations of normal ones.</summary>
    private const double ClipDistances = 6;

    private const double MedianDistanceScale = 1.4826022185056018;
    private const double MeanDistanceScale = 1.2533141373155003;

    /// <param name="timesMicros">Ascending; equal times are allowed.</param>
    /// <param name="values">One for each time.</param>
    /// <param name="threshold">Standard deviations, robustly estimated, from which on a value is an anomaly; positive.</param>
    /// <param name="anomalies">Gets the anomalies by time.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal static void Detect(ReadOnlySpan<long> timesMicros, ReadOnlySpan<double> values, double threshold, List<AnomalyPoint> anomalies, CancellationToken cancellationToken)
    {
        DetectorArguments.CheckThreshold(threshold);
        StoredSeries series = StoredSeries.From(timesMicros, values);
        if (series.Values.Length < StoredSeries.LeastPoints)
        {
            return;
        }

        RegularGrid grid = RegularGrid.Of(series.Times, series.Values);
        int[] periods = FindPeriods(grid, cancellationToken);
        double[] fitted = Fit(grid, periods, cancellationToken);
        double[] rests = new double[series.Values.Length];
        double magnitude = 0;
        for (int i = 0; i < rests.Length; i++)
        {
            rests[i] = series.Values[i] - fitted[grid.CellOf(series.Times[i])];
            magnitude = Math.Max(magnitude, Math.Abs(series.Values[i]));
        }

        SortedWindow sorted = new();
        sorted.Fill(rests);
        double bias = sorted.Median;
        double spread = sorted.MedianDistance(bias);
        double scale = spread > 0 ? MedianDistanceScale * spread : MeanDistanceScale * sorted.MeanDistance(bias);

        // A season of few cycles follows the noise as well, and leaves too little of it.
        double cycles = periods.Length > 0 ? (double)grid.Cells.Length / periods[^1] : double.PositiveInfinity;
        scale *= Math.Sqrt(1 / (1 - (1 / cycles)));
        if (!(scale > Reference.RoundingShare * magnitude))
        {
            return;
        }

        for (int i = 0; i < rests.Length; i++)
        {
            Reference.Around(series.Values[i] - rests[i] + bias, scale).Judge(series.Times[i], series.Values[i], threshold, anomalies);
        }
    }

    /// <summary>The seasons there are: the day's, and the week's in what the day's leaves.</summary>
    private static int[] FindPeriods(RegularGrid grid, CancellationToken cancellationToken)
    {
        List<int> found = [];
        double[] rest = (double[])grid.Cells.Clone();
        foreach (int period in (ReadOnlySpan<int>)[grid.PeriodOf(DayMicros), grid.PeriodOf(7 * DayMicros)])
        {
            if (Seasonality.Detect(rest, [period], Seasonality.DefaultLevel, cancellationToken).Count > 0)
            {
                found.Add(period);
                double[] season = Stl.Decompose(rest, period, StlOptions.Robust, cancellationToken).Seasonal;
                for (int i = 0; i < rest.Length; i++)
                {
                    rest[i] -= season[i];
                }
            }
        }

        return [.. found];
    }

    /// <summary>Trend plus seasons for each cell.</summary>
    private static double[] Fit(RegularGrid grid, ReadOnlySpan<int> periods, CancellationToken cancellationToken)
    {
        if (periods.Length > 0)
        {
            StlDecomposition first = Stl.Decompose(grid.Cells, periods[0], StlOptions.Robust, cancellationToken);
            Clip(grid.Cells, first.Trend, periods[^1]);
        }

        MstlDecomposition parts = Mstl.Decompose(grid.Cells, periods, StlOptions.Robust, Iterations, cancellationToken);
        double[] fitted = (double[])parts.Trend.Clone();
        foreach (double[] season in parts.Seasons)
        {
            for (int i = 0; i < fitted.Length; i++)
            {
                fitted[i] += season[i];
            }
        }

        return fitted;
    }

    /// <summary>
    /// Brings far values near what is usual at their phase. With few cycles STL's own weights cannot: one far value of four moves the fit of its
    /// phase so much that all four look far. The median of the phase does not move.
    /// </summary>
    private static void Clip(double[] cells, double[] trend, int period)
    {
        double[] rests = new double[cells.Length];
        double[] usual = new double[period];
        double[] phase = new double[(cells.Length / period) + 1];
        for (int p = 0; p < period; p++)
        {
            int count = 0;
            for (int i = p; i < cells.Length; i += period)
            {
                phase[count++] = cells[i] - trend[i];
            }

            usual[p] = Quantiles.Compute(phase.AsSpan(0, count), 0.5);
        }

        for (int i = 0; i < cells.Length; i++)
        {
            rests[i] = Math.Abs(cells[i] - trend[i] - usual[i % period]);
        }

        double most = ClipDistances * Quantiles.Compute(rests.AsSpan(), 0.5);
        for (int i = 0; i < cells.Length && most > 0; i++)
        {
            double center = trend[i] + usual[i % period];
            cells[i] = Math.Clamp(cells[i], center - most, center + most);
        }
    }
}
