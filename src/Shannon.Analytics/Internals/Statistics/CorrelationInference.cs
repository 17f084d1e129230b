using System.Diagnostics;
using MathNet.Numerics.Distributions;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>What a correlation proves: its p-value and confidence interval, and for how many independent pairs autocorrelated ones count.</summary>
internal static class CorrelationInference
{
    /// <summary>
    /// Two-sided p-value of a Pearson correlation (of ranks: an approximation for Spearman's) by Student's t with n - 2 degrees of freedom;
    /// null below three pairs. <paramref name="count"/> may be an effective sample size.
    /// </summary>
    public static double? PValue(double correlation, double count)
    {
        if (!(count > 2))
        {
            return null;
        }

        // The incomplete beta function takes 1 - r^2 as it is, so that tiny chances keep their digits.
        double rest = (1 - correlation) * (1 + correlation);
        return rest <= 0 ? 0 : Math.Min(1, MathNet.Numerics.SpecialFunctions.BetaRegularized((count - 2) / 2, 0.5, rest));
    }

    /// <summary>
    /// The confidence interval by R. A. Fisher's transformation (1921); null below four pairs, where its variance 1/(n - 3) is undefined.
    /// </summary>
    public static (double Lower, double Upper)? Interval(double correlation, double count, double confidence) => Interval(correlation, count - 3, 1, confidence);

    /// <summary>
    /// The interval of Spearman's coefficient, whose transform has the variance 1.06/(n - 3): E. C. Fieller, H. O. Hartley and E. S. Pearson, "Tests for Rank
    /// Correlation Coefficients", Biometrika 44 (1957). Null below four pairs.
    /// </summary>
    public static (double Lower, double Upper)? SpearmanInterval(double correlation, double count, double confidence) => Interval(correlation, count - 3, 1.06, confidence);

    /// <summary>The interval of Kendall's tau, whose transform has the variance 0.437/(n - 4), by the same authors. Null below five pairs.</summary>
    public static (double Lower, double Upper)? KendallInterval(double correlation, double count, double confidence) => Interval(correlation, count - 4, 0.437, confidence);

    private static (double Lower, double Upper)? Interval(double correlation, double freedom, double variance, double confidence)
    {
        if (!(freedom > 0))
        {
            return null;
        }

        double center = Math.Atanh(Math.Clamp(correlation, -1, 1));
        if (!double.IsFinite(center))
        {
            return (correlation, correlation);
        }

        double width = Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2)) * Math.Sqrt(variance / freedom);
        return (Math.Tanh(center - width), Math.Tanh(center + width));
    }

    /// <summary>
    /// For how many independent pairs these count: n (1 - a b) / (1 + a b) with the autocorrelations a and b of both at lag 1.
    /// C. S. Bretherton, M. Widmann, V. P. Dymnikov, J. M. Wallace and I. Bladé, "The Effective Number of Spatial Degrees of Freedom of a Time-Varying
    /// Field", Journal of Climate 12 (1999), after M. S. Bartlett (1935). From 2 to n; n where a series does not vary.
    /// </summary>
    public static double EffectiveSampleSize(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Debug.Assert(x.Length == y.Length, "pairs");
        double product = Autocorrelation.At(x, 1) * Autocorrelation.At(y, 1);
        double size = x.Length * (1 - product) / (1 + product);
        return double.IsFinite(size) ? Math.Clamp(size, Math.Min(2, x.Length), x.Length) : Math.Min(2, x.Length);
    }
}
