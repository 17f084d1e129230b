using MathNet.Numerics.Distributions;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Whether values of one group tend to be greater than those of another: H. B. Mann and D. R. Whitney, "On a Test of Whether One of Two Random
/// Variables Is Stochastically Larger than the Other" (1947); normal approximation with corrections for ties and continuity.
/// </summary>
/// <param name="Statistic">U: in how many pairs the first is greater, ties counting half; null where undefined.</param>
/// <param name="CliffsDelta">Share of pairs in which the first is greater less share in which it is smaller, -1 to 1: N. Cliff, Psychological Bulletin 114 (1993).</param>
/// <param name="PValue">Two-sided; null where all values are equal.</param>
/// <param name="Reason">Why others are null.</param>
internal readonly record struct MannWhitneyTest(double? Statistic, double? CliffsDelta, double? PValue, Undefined Reason)
{
    /// <summary>Compares finite values.</summary>
    public static MannWhitneyTest Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return new(null, null, null, Undefined.TooFewValues);
        }

        int n = first.Length + second.Length;
        using Scratch<double> all = new(n);
        using Scratch<double> ranks = new(n);
        first.CopyTo(all.Span);
        second.CopyTo(all.Span[first.Length..]);
        IndexSort.Ranks(all.Span, ranks.Span);
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += ranks.Span[i];
        }

        double pairs = (double)first.Length * second.Length;
        double u = sum - ((double)first.Length * (first.Length + 1) / 2);
        double delta = Math.Clamp((2 * u / pairs) - 1, -1, 1);
        double variance = pairs / 12 * (n + 1 - (TieSum(ranks.Span) / ((double)n * Math.Max(1, n - 1))));
        if (!(variance > 0))
        {
            return new(u, delta, null, Undefined.NoVariation);
        }

        double distance = Math.Max(0, Math.Abs(u - (pairs / 2)) - 0.5);
        double p = Math.Min(1, 2 * Normal.CDF(0, 1, -distance / Math.Sqrt(variance)));
        return new(u, delta, p, Undefined.None);
    }

    private static double TieSum(Span<double> ranks)
    {
        ranks.Sort();
        double sum = 0;
        for (int start = 0, i = 1; i <= ranks.Length; i++)
        {
            if (i == ranks.Length || ranks[i] != ranks[start])
            {
                double t = i - start;
                sum += (t * t * t) - t;
                start = i;
            }
        }

        return sum;
    }
}
