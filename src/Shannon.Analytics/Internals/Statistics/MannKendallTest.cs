using MathNet.Numerics.Distributions;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Whether values tend to rise or fall over time: H. B. Mann, "Nonparametric Tests Against Trend", Econometrica 13 (1945), and M. G. Kendall (1970),
/// with the variance corrected for ties and the statistic for continuity.
/// </summary>
/// <param name="Score">S: pairs that rise less pairs that fall.</param>
/// <param name="Statistic">Z, standard normal without a trend; null below three values or where all are equal.</param>
/// <param name="PValue">Two-sided.</param>
internal readonly record struct MannKendallTest(long Score, double? Statistic, double? PValue)
{
    private const int LeastCount = 3;

    /// <summary>Tests finite values in order of time.</summary>
    public static MannKendallTest Of(ReadOnlySpan<double> values)
    {
        double[] order = new double[values.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        KendallTau kendall = KendallTau.Of(order, values);
        if (values.Length < LeastCount || kendall.Tau is null || !(kendall.Variance > 0))
        {
            return new(kendall.Score, null, null);
        }

        double z = (kendall.Score - Math.Sign(kendall.Score)) / Math.Sqrt(kendall.Variance);
        return new(kendall.Score, z, Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(z))));
    }
}
