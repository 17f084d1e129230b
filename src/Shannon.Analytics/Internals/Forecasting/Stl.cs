namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// Seasonal-trend decomposition by LOESS, robust on request: R. B. Cleveland, W. S. Cleveland, J. E. McRae and I. Terpenning,
/// "STL: A Seasonal-Trend Decomposition Procedure Based on Loess", Journal of Official Statistics 6 (1990).
/// </summary>
internal static class Stl
{
    /// <summary>
    /// Decomposes finite <paramref name="values"/>. With less than two whole periods there is no season to see: the season is 0.
    /// </summary>
    public static StlDecomposition Decompose(ReadOnlySpan<double> values, int period, in StlOptions options, CancellationToken cancellationToken)
    {
        int count = values.Length;
        double[] trend = new double[count];
        double[] seasonal = new double[count];
        double[] remainder = new double[count];
        double[] weights = new double[count];
        weights.AsSpan().Fill(1);
        if (period < 2 || count < 2 * period)
        {
            Loess.Smooth(values, default, StlOptions.Odd(Math.Max(7, count / 2)), 1, 1, trend);
            Subtract(values, seasonal, trend, remainder);
            return new(trend, seasonal, remainder, weights);
        }

        Workspace work = new(count, period);
        for (int pass = 0; pass <= options.RobustPasses; pass++)
        {
            for (int inner = 0; inner < options.InnerPasses; inner++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Inner(values, pass == 0 ? default : weights, period, options, seasonal, trend, work);
            }

            Subtract(values, seasonal, trend, remainder);
            if (pass == options.RobustPasses || !TryWeigh(remainder, weights, work.Sorted))
            {
                break;
            }
        }

        if (options.SeasonalWindow == 0)
        {
            AveragePhases(seasonal, period);
            Subtract(values, seasonal, trend, remainder);
        }

        return new(trend, seasonal, remainder, weights);
    }

    /// <summary>One pass: the smoothed phases less their own low frequencies are the season; what is left is smoothed to the trend.</summary>
    private static void Inner(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int period, in StlOptions options, Span<double> seasonal, Span<double> trend, Workspace work)
    {
        int count = values.Length;
        Span<double> detrended = work.Detrended;
        for (int i = 0; i < count; i++)
        {
            detrended[i] = values[i] - trend[i];
        }

        SmoothPhases(detrended, weights, period, options, work);
        Span<double> cycle = work.Cycle;

        // Two moving averages over a period and one over three points remove the season; a LOESS smooths what they leave.
        MovingAverage(cycle, period, work.AverageA);
        MovingAverage(work.AverageA.AsSpan(0, cycle.Length - period + 1), period, work.AverageB);
        MovingAverage(work.AverageB.AsSpan(0, count + 2), 3, work.AverageA);
        int lowWindow = StlOptions.Odd(period);
        Loess.Smooth(work.AverageA.AsSpan(0, count), default, lowWindow, 1, Jump(lowWindow, options), work.Low);
        for (int i = 0; i < count; i++)
        {
            seasonal[i] = cycle[period + i] - work.Low[i];
            detrended[i] = values[i] - seasonal[i];
        }

        int window = options.TrendWindowFor(period);
        Loess.Smooth(detrended, weights, window, 1, Jump(window, options), trend);
    }

    /// <summary>Smooths the points of each phase, extended by one period at both ends.</summary>
    private static void SmoothPhases(ReadOnlySpan<double> detrended, ReadOnlySpan<double> weights, int period, in StlOptions options, Workspace work)
    {
        int count = detrended.Length;
        int window = options.SeasonalWindow > 0 ? options.SeasonalWindow : StlOptions.Odd(10 * count);
        int degree = options.SeasonalWindow > 0 ? options.SeasonalDegree : 0;
        for (int phase = 0; phase < period; phase++)
        {
            int points = ((count - phase - 1) / period) + 1;
            Span<double> values = work.Phase.AsSpan(0, points);
            Span<double> phaseWeights = weights.IsEmpty ? default : work.PhaseWeights.AsSpan(0, points);
            for (int i = 0; i < points; i++)
            {
                values[i] = detrended[(i * period) + phase];
                if (!weights.IsEmpty)
                {
                    phaseWeights[i] = weights[(i * period) + phase];
                }
            }

            Span<double> smoothed = work.PhaseSmoothed.AsSpan(0, points + 2);
            Loess.Smooth(values, phaseWeights, window, degree, Jump(window, options), smoothed[1..^1]);
            int right = Math.Min(window, points) - 1;
            int left = Math.Max(0, points - window);
            smoothed[0] = Loess.TryFit(values, phaseWeights, window, degree, -1, 0, right, out double before) ? before : smoothed[1];
            smoothed[^1] = Loess.TryFit(values, phaseWeights, window, degree, points, left, points - 1, out double after) ? after : smoothed[^2];
            for (int i = 0; i < smoothed.Length; i++)
            {
                work.Cycle[(i * period) + phase] = smoothed[i];
            }
        }
    }

    private static int Jump(int window, in StlOptions options) => options.Jumps ? (window + 9) / 10 : 1;

    private static void MovingAverage(ReadOnlySpan<double> values, int length, Span<double> averages)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i];
            if (i >= length - 1)
            {
                averages[i - length + 1] = sum / length;
                sum -= values[i - length + 1];
            }
        }
    }

    /// <summary>Bisquare weights of the remainders over six times their median size; false when most of them are 0, so that there is nothing to weigh by.</summary>
    private static bool TryWeigh(ReadOnlySpan<double> remainder, Span<double> weights, Span<double> sorted)
    {
        int count = remainder.Length;
        for (int i = 0; i < count; i++)
        {
            sorted[i] = Math.Abs(remainder[i]);
        }

        sorted.Sort();
        double bound = 3 * (sorted[count / 2] + sorted[count - (count / 2) - 1]);
        if (!(bound > 0) || !double.IsFinite(bound))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            double size = Math.Abs(remainder[i]);
            double ratio = size / bound;
            double square = 1 - (ratio * ratio);
            weights[i] = ratio <= 0.001 ? 1 : ratio <= 0.999 ? square * square : 0;
        }

        return true;
    }

    private static void AveragePhases(Span<double> seasonal, int period)
    {
        for (int phase = 0; phase < period; phase++)
        {
            double sum = 0;
            int points = 0;
            for (int i = phase; i < seasonal.Length; i += period)
            {
                sum += seasonal[i];
                points++;
            }

            for (int i = phase; i < seasonal.Length; i += period)
            {
                seasonal[i] = sum / points;
            }
        }
    }

    private static void Subtract(ReadOnlySpan<double> values, ReadOnlySpan<double> seasonal, ReadOnlySpan<double> trend, Span<double> remainder)
    {
        for (int i = 0; i < values.Length; i++)
        {
            remainder[i] = values[i] - seasonal[i] - trend[i];
        }
    }

    private sealed class Workspace(int count, int period)
    {
        internal double[] Detrended { get; } = new double[count];

        internal double[] Cycle { get; } = new double[count + (2 * period)];

        internal double[] AverageA { get; } = new double[count + (2 * period)];

        internal double[] AverageB { get; } = new double[count + (2 * period)];

        internal double[] Low { get; } = new double[count];

        internal double[] Sorted { get; } = new double[count];

        internal double[] Phase { get; } = new double[(count / period) + 1];

        internal double[] PhaseWeights { get; } = new double[(count / period) + 1];

        internal double[] PhaseSmoothed { get; } = new double[(count / period) + 3];
    }
}
