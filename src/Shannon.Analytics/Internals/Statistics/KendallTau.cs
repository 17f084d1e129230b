using System.Diagnostics;
using MathNet.Numerics.Distributions;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Kendall's rank correlation tau-b in O(n log n): W. R. Knight, "A Computer Method for Calculating Kendall's Tau with Ungrouped Data", JASA 61 (1966).
/// Variance with ties after M. G. Kendall, "Rank Correlation Methods" (1970).
/// </summary>
internal readonly record struct KendallTau
{
    // Above this the normal approximation is used even without ties, as in R.
    private const int GreatestExact = 49;

    /// <summary>Pairs compared: how many points there are.</summary>
    public int Count { get; private init; }

    /// <summary>Concordant less discordant pairs.</summary>
    public long Score { get; private init; }

    /// <summary>tau-b, -1 to 1; null below two points or where one side does not vary.</summary>
    public double? Tau { get; private init; }

    /// <summary>Variance of <see cref="Score"/> if the two had nothing to do with each other.</summary>
    public double Variance { get; private init; }

    /// <summary>No two values of a side are equal.</summary>
    public bool IsUntied { get; private init; }

    /// <summary>
    /// The chance of a tau at least as far from 0 if the two had nothing to do with each other: exact below 50 points without ties, else normal.
    /// Null where tau is.
    /// </summary>
    public double? PValue
    {
        get
        {
            if (Tau is null)
            {
                return null;
            }

            if (IsUntied && Count <= GreatestExact)
            {
                return ExactPValue(Count, Score);
            }

            return Variance > 0 ? Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(Score) / Math.Sqrt(Variance))) : null;
        }
    }

    /// <summary>Compares finite values of equal number.</summary>
    public static KendallTau Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Debug.Assert(x.Length == y.Length, "pairs");
        int n = x.Length;
        if (n < 2)
        {
            return new() { Count = n };
        }

        using Scratch<double> ranksX = new(n);
        using Scratch<double> ranksY = new(n);
        IndexSort.Ranks(x, ranksX.Span);
        IndexSort.Ranks(y, ranksY.Span);

        // By x, then by y: what is then out of order in y is discordant. Twice a mean rank is a whole number, so both fit into one key.
        using Scratch<double> keys = new(n);
        using Scratch<int> order = new(n);
        double width = (2.0 * n) + 1;
        for (int i = 0; i < n; i++)
        {
            keys.Span[i] = (2 * ranksX.Span[i] * width) + (2 * ranksY.Span[i]);
        }

        IndexSort.Sort(keys.Span, order.Span);
        using Scratch<double> sorted = new(n);
        for (int i = 0; i < n; i++)
        {
            sorted.Span[i] = ranksY.Span[order.Span[i]];
        }

        Ties both = CountTies(keys.Span);
        for (int i = 0; i < n; i++)
        {
            keys.Span[i] = ranksX.Span[order.Span[i]];
        }

        Ties tiesX = CountTies(keys.Span);
        using Scratch<double> buffer = new(n);
        long discordant = CountInversions(sorted.Span, buffer.Span);
        Ties tiesY = CountTies(sorted.Span);
        long pairs = (long)n * (n - 1) / 2;
        long score = pairs - tiesX.Pairs - tiesY.Pairs + both.Pairs - (2 * discordant);
        double size = Math.Sqrt(pairs - tiesX.Pairs) * Math.Sqrt(pairs - tiesY.Pairs);
        return new()
        {
            Count = n,
            Score = score,
            Tau = size > 0 ? Math.Clamp(score / size, -1, 1) : null,
            Variance = VarianceOf(n, tiesX, tiesY),
            IsUntied = tiesX.Pairs == 0 && tiesY.Pairs == 0,
        };
    }

    /// <summary>How many pairs of <paramref name="values"/> are out of order; sorts them.</summary>
    public static long CountInversions(Span<double> values, Span<double> buffer)
    {
        int n = values.Length;
        if (n < 2)
        {
            return 0;
        }

        int half = n / 2;
        Span<double> left = values[..half];
        Span<double> right = values[half..];
        long inversions = CountInversions(left, buffer) + CountInversions(right, buffer);
        if (left[^1] <= right[0])
        {
            return inversions;
        }

        left.CopyTo(buffer);
        int i = 0;
        int j = 0;
        for (int k = 0; i < half; k++)
        {
            if (j < right.Length && right[j] < buffer[i])
            {
                inversions += half - i;
                values[k] = right[j++];
            }
            else
            {
                values[k] = buffer[i++];
            }
        }

        return inversions;
    }

    private static double VarianceOf(double n, Ties x, Ties y)
    {
        double pairs = n * (n - 1);
        double variance = ((pairs * ((2 * n) + 5)) - x.Weighted - y.Weighted) / 18;
        variance += 2 * x.Pairs * (double)y.Pairs / pairs;
        return n > 2 ? variance + (x.Triples * y.Triples / (9 * pairs * (n - 2))) : variance;
    }

    /// <summary>The chance under equally likely orders, from how many orders have each number of inversions.</summary>
    private static double ExactPValue(int n, long score)
    {
        int pairs = n * (n - 1) / 2;
        double[] share = new double[pairs + 1];
        share[0] = 1;
        int reach = 0;
        for (int size = 2; size <= n; size++)
        {
            // One more element puts 0 to size - 1 inversions in: a moving sum from the top down.
            reach += size - 1;
            double[] next = new double[pairs + 1];
            double sum = 0;
            for (int k = 0; k <= reach; k++)
            {
                sum += share[k];
                sum -= k >= size ? share[k - size] : 0;
                next[k] = sum / size;
            }

            share = next;
        }

        long discordant = (pairs - score) / 2;
        long least = Math.Min(discordant, pairs - discordant);
        double tail = 0;
        for (int k = 0; k <= least; k++)
        {
            tail += share[k];
        }

        return Math.Min(1, 2 * tail);
    }

    private static Ties CountTies(ReadOnlySpan<double> sorted)
    {
        Ties ties = default;
        for (int start = 0, i = 1; i <= sorted.Length; i++)
        {
            if (i == sorted.Length || sorted[i] != sorted[start])
            {
                long t = i - start;
                ties.Pairs += t * (t - 1) / 2;
                ties.Triples += (double)t * (t - 1) * (t - 2);
                ties.Weighted += (double)t * (t - 1) * ((2 * t) + 5);
                start = i;
            }
        }

        return ties;
    }

    private struct Ties
    {
        public long Pairs;
        public double Triples;
        public double Weighted;
    }
}
