namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Where the mean of a series changes: the segmentation with the least squared deviations plus a penalty per change, found exactly by PELT.
/// R. Killick, P. Fearnhead and I. A. Eckley, "Optimal Detection of Changepoints with a Linear Computational Cost", JASA 107 (2012).
/// </summary>
internal static class ChangePoints
{
    /// <summary>Points between two changes, at least.</summary>
    public const int DefaultLeastLength = 5;

    // A normal distribution's standard deviation over its median absolute deviation.
    private const double PerMedianDeviation = 1.4826022185056018;

    private const double TrimmedShare = 0.1;

    /// <summary>
    /// The first index after each change, ascending. The penalty is <paramref name="factor"/> times the noise's variance times log n: 2 for the
    /// Schwarz criterion, more to be asked for stronger proof. The noise is judged by differences of neighbours, which a change of level does not move, and its
    /// variance raised where neighbours resemble each other.
    /// </summary>
    public static int[] OfMean(ReadOnlySpan<double> values, double factor, int leastLength, CancellationToken cancellationToken)
    {
        int n = values.Length;
        leastLength = Math.Max(1, leastLength);
        if (n < 2 * leastLength)
        {
            return [];
        }

        MomentsAccumulator moments = MomentsAccumulator.Of(values);
        if (moments.Min == moments.Max)
        {
            return [];
        }

        double scale = Autocorrelation.Scale(moments);
        double mean = moments.Mean!.Value * scale;
        double[] centred = new double[n];
        for (int i = 0; i < n; i++)
        {
            centred[i] = (values[i] * scale) - mean;
        }

        double noise = NoiseVariance(centred);
        return Pelt(centred, Math.Max(factor * noise * Math.Log(n), 1e-12), leastLength, cancellationToken);
    }

    /// <summary>
    /// Variance of the long run: of the noise about slowly moving values, times what autocorrelation makes of it. Differences over one and two steps see both:
    /// for a first-order autoregression their variances are 2 s (1 - r) and 2 s (1 - r^2).
    /// </summary>
    internal static double NoiseVariance(ReadOnlySpan<double> values)
    {
        double one = DifferenceVariance(values, 1);
        double two = DifferenceVariance(values, 2);
        if (!(one > 0))
        {
            return Math.Max(one, two) / 2;
        }

        double correlation = Math.Clamp((two / one) - 1, 0, 0.9);
        double variance = one / (2 * (1 - correlation));
        return variance * (1 + correlation) / (1 - correlation);
    }

    /// <summary>Robust variance of differences: from their median size, or from the mean square of the smaller ones where more than half are 0.</summary>
    private static double DifferenceVariance(ReadOnlySpan<double> values, int step)
    {
        int count = values.Length - step;
        if (count < 1)
        {
            return 0;
        }

        double[] sizes = new double[count];
        for (int i = 0; i < count; i++)
        {
            sizes[i] = Math.Abs(values[i + step] - values[i]);
        }

        Array.Sort(sizes);
        double median = sizes[count / 2] * PerMedianDeviation;
        if (median > 0)
        {
            return median * median;
        }

        // Steps of a level that is otherwise flat must not pass for noise.
        int smaller = count - (int)Math.Ceiling(TrimmedShare * count);
        double squares = 0;
        foreach (double size in sizes.AsSpan(0, smaller))
        {
            squares += size * size;
        }

        return smaller > 0 ? squares / smaller : 0;
    }

    private static int[] Pelt(double[] values, double penalty, int leastLength, CancellationToken cancellationToken)
    {
        int n = values.Length;
        double[] sums = new double[n + 1];
        double[] squares = new double[n + 1];
        for (int i = 0; i < n; i++)
        {
            sums[i + 1] = sums[i] + values[i];
            squares[i + 1] = squares[i] + (values[i] * values[i]);
        }

        // best[t]: the least cost of the first t values; last[t]: where its last segment starts.
        double[] best = new double[n + 1];
        int[] last = new int[n + 1];
        best[0] = -penalty;
        int[] candidates = new int[n + 1];
        int[] expiry = new int[n + 1];
        expiry[0] = int.MaxValue;
        double[] costs = new double[n + 1];
        int count = 1;
        for (int end = leastLength; end <= n; end++)
        {
            if (end % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            best[end] = double.PositiveInfinity;
            for (int i = 0; i < count; i++)
            {
                int start = candidates[i];
                double sum = sums[end] - sums[start];
                costs[i] = best[start] + squares[end] - squares[start] - (sum * sum / (end - start));
                if (costs[i] + penalty < best[end])
                {
                    best[end] = costs[i] + penalty;
                    last[end] = start;
                }
            }

            // A start that is worse even without a penalty loses for good to a change here, once a segment from here on is long enough.
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                int expires = costs[i] > best[end] ? Math.Min(expiry[i], end + leastLength) : expiry[i];
                if (expires > end + 1)
                {
                    candidates[kept] = candidates[i];
                    expiry[kept++] = expires;
                }
            }

            count = kept;
            int next = end - leastLength + 1;
            if (next >= leastLength)
            {
                candidates[count] = next;
                expiry[count++] = int.MaxValue;
            }
        }

        List<int> changes = [];
        for (int at = last[n]; at > 0; at = last[at])
        {
            changes.Add(at);
        }

        changes.Reverse();
        return [.. changes];
    }
}
