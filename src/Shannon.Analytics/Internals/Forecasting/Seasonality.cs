using MathNet.Numerics.Distributions;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>A season that values repeat.</summary>
/// <param name="Period">Its length in points.</param>
/// <param name="Strength">Share of the variance about the trend that it explains, 0 to 1 (X. Wang, K. Smith and R. Hyndman, 2006).</param>
/// <param name="PValue">The chance that phases differ as much without a season.</param>
internal readonly record struct Seasonality(int Period, double Strength, double PValue)
{
    /// <summary>The chance of a false alarm that <see cref="Find"/> accepts; a season shown to people should not be chance.</summary>
    public const double DefaultLevel = 0.01;

    /// <summary>
    /// Tests each of <paramref name="periods"/> that fits twice: phases must differ by ranks (W. H. Kruskal and W. A. Wallis, JASA 47 (1952)) and values must
    /// resemble those one period ago by more than chance and neighbouring lags explain (M. S. Bartlett, 1946). Returns the seasons found, in order;
    /// each test raises at most <paramref name="level"/> false alarms.
    /// </summary>
    public static IReadOnlyList<Seasonality> Detect(ReadOnlySpan<double> values, ReadOnlySpan<int> periods, double level, CancellationToken cancellationToken)
    {
        List<Seasonality> found = [];
        foreach (int period in periods)
        {
            if (period >= 2 && values.Length >= 2 * period && Test(values, period, level, cancellationToken) is { } season)
            {
                found.Add(season);
            }
        }

        return found;
    }

    /// <summary>
    /// Proposes a period for values of which nothing is known: the greatest peak of the autocorrelation up to a third of the values that passes the test;
    /// null where none does.
    /// </summary>
    public static Seasonality? Find(ReadOnlySpan<double> values, CancellationToken cancellationToken)
    {
        double[] function = new double[values.Length / 3];
        Autocorrelation.Function(Differences(values), function, cancellationToken);
        int best = 0;
        for (int i = 1; i + 1 < function.Length; i++)
        {
            bool peak = function[i] > function[i - 1] && function[i] >= function[i + 1];

            // Multiples of a period peak as well; a hair of preference keeps the shortest.
            if (peak && (best == 0 || function[i] > function[best] + 0.05))
            {
                best = i;
            }
        }

        return best > 0 ? Test(values, best + 1, DefaultLevel, cancellationToken) : null;
    }

    /// <summary>The chance that phases differ as much by rank without a season, if values are independent; at least two whole periods.</summary>
    public static double PhasePValue(ReadOnlySpan<double> values, int period) => KruskalWallis(Detrend(values, period), period, out _);

    private static Seasonality? Test(ReadOnlySpan<double> values, int period, double level, CancellationToken cancellationToken)
    {
        double[] detrended = Detrend(values, period);
        double p = KruskalWallis(detrended, period, out double strength);
        if (!(p < level))
        {
            return null;
        }

        int lags = Math.Min(period + 1, detrended.Length - 1);
        double[] function = new double[lags];
        Autocorrelation.Function(detrended, function, cancellationToken);

        // The variance of an autocorrelation if those at shorter lags, up to half a period, are all there is.
        double sum = 0.5;
        for (int lag = 1; lag <= period / 2; lag++)
        {
            sum += function[lag - 1] * function[lag - 1];
        }

        double bound = Normal.InvCDF(0, 1, 1 - level) * Math.Sqrt(Math.Min(sum, 1.5) * 2 / detrended.Length);
        return function[period - 1] > bound ? new(period, strength, p) : null;
    }

    /// <summary>Values less their centred moving average over one period, whose ends are held.</summary>
    private static double[] Detrend(ReadOnlySpan<double> values, int period)
    {
        int n = values.Length;
        double[] detrended = new double[n];
        double[] sums = new double[n + 1];
        for (int i = 0; i < n; i++)
        {
            sums[i + 1] = sums[i] + values[i];
        }

        // An even period takes half of both end points, so that the average is centred.
        int half = period / 2;
        for (int i = 0; i < n; i++)
        {
            int centre = Math.Clamp(i, half, n - 1 - half);
            double average = period % 2 == 1
                ? (sums[centre + half + 1] - sums[centre - half]) / period
                : (((sums[centre + half] - sums[centre - half]) / period) + ((sums[centre + half + 1] - sums[centre - half + 1]) / period)) / 2;
            detrended[i] = values[i] - average;
        }

        return detrended;
    }

    private static double[] Differences(ReadOnlySpan<double> values)
    {
        double[] differences = new double[Math.Max(0, values.Length - 1)];
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = values[i + 1] - values[i];
        }

        return differences;
    }

    private static double KruskalWallis(double[] values, int period, out double strength)
    {
        int n = values.Length;
        double[] ranks = new double[n];
        IndexSort.Ranks(values, ranks);
        double mean = (n + 1) / 2.0;
        double total = 0;
        foreach (double rank in ranks)
        {
            total += (rank - mean) * (rank - mean);
        }

        double between = 0;
        double explained = 0;
        double spread = 0;
        double middle = 0;
        foreach (double value in values)
        {
            middle += value / n;
        }

        for (int phase = 0; phase < period; phase++)
        {
            double rankSum = 0;
            double sum = 0;
            int count = 0;
            for (int i = phase; i < n; i += period)
            {
                rankSum += ranks[i] - mean;
                sum += values[i] - middle;
                spread += (values[i] - middle) * (values[i] - middle);
                count++;
            }

            between += rankSum * rankSum / count;
            explained += sum * sum / count;
        }

        strength = spread > 0 ? Math.Clamp(explained / spread, 0, 1) : 0;

        // With ties, H is the share between phases of the variance of ranks.
        double h = total > 0 ? (n - 1) * between / total : 0;
        return Math.Clamp(1 - ChiSquared.CDF(period - 1, h), 0, 1);
    }
}
