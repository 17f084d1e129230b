namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Percentile bootstrap intervals of quantiles of type 7: B. Efron, "Bootstrap Methods: Another Look at the Jackknife", Annals of Statistics 7 (1979).
/// A resample's quantile hangs on two of its order statistics alone, and these are order statistics of uniform ranks, so each replicate is drawn
/// in constant time from their distribution instead of resampling all values. Deterministic for a seed.
/// </summary>
internal static class QuantileBootstrap
{
    /// <summary>Replicates where nothing else is asked for.</summary>
    public const int DefaultReplicates = 2000;

    /// <summary>The interval of the quantile of values sorted ascending; null below two values.</summary>
    public static (double Lower, double Upper)? Interval(ReadOnlySpan<double> sorted, double probability, double confidence, int replicates, ulong seed, CancellationToken cancellationToken)
    {
        if (sorted.Length < 2)
        {
            return null;
        }

        SplitMix random = new(seed);
        double[] draws = new double[replicates];
        Draw(sorted, probability, ref random, draws, cancellationToken);
        return Tails(draws, confidence);
    }

    /// <summary>The interval of the quantile of <paramref name="current"/> less that of <paramref name="baseline"/>, both sorted ascending; null below two values each.</summary>
    public static (double Lower, double Upper)? DifferenceInterval(
        ReadOnlySpan<double> baseline, ReadOnlySpan<double> current, double probability, double confidence, int replicates, ulong seed, CancellationToken cancellationToken)
    {
        if (baseline.Length < 2 || current.Length < 2)
        {
            return null;
        }

        SplitMix random = new(seed);
        double[] before = new double[replicates];
        double[] now = new double[replicates];
        Draw(baseline, probability, ref random, before, cancellationToken);
        Draw(current, probability, ref random, now, cancellationToken);
        for (int i = 0; i < replicates; i++)
        {
            now[i] = Math.Clamp(now[i] - before[i], -double.MaxValue, double.MaxValue);
        }

        return Tails(now, confidence);
    }

    private static void Draw(ReadOnlySpan<double> sorted, double probability, ref SplitMix random, Span<double> draws, CancellationToken cancellationToken)
    {
        int n = sorted.Length;
        (int rank, double fraction) = Quantiles.Position(probability, n);
        for (int i = 0; i < draws.Length; i++)
        {
            if (i % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            // Rank k (from 0) of n uniforms is beta(k + 1, n - k); the next is the least of the n - k - 1 above it.
            double below = random.NextGamma(rank + 1);
            double first = below / (below + random.NextGamma(n - rank));
            double low = sorted[Index(first, n)];
            double high = low;
            if (fraction > 0)
            {
                double next = first + ((1 - first) * (1 - Math.Pow(random.NextUniform(), 1.0 / (n - rank - 1))));
                high = sorted[Index(next, n)];
            }

            draws[i] = Quantiles.Interpolate(low, high, fraction);
        }
    }

    private static int Index(double uniform, int n) => Math.Min((int)(uniform * n), n - 1);

    private static (double Lower, double Upper) Tails(double[] draws, double confidence)
    {
        Array.Sort(draws);
        double tail = (1 - confidence) / 2;
        return (Quantiles.OfSorted(draws, tail), Quantiles.OfSorted(draws, 1 - tail));
    }
}
