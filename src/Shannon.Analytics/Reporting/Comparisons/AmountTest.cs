using MathNet.Numerics.Distributions;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Reporting.Comparisons;

/// <summary>
/// Whether amounts per stretch of time differ between two periods: Welch's test, in which neighbouring stretches that resemble each other count as fewer
/// (first-order autocorrelation), so that a busy afternoon is not taken for many independent proofs.
/// </summary>
internal static class AmountTest
{
    private const int LeastStretches = 4;
    private const double GreatestCorrelation = 0.95;

    /// <summary>The two-sided p-value; null where there is too little to tell.</summary>
    internal static double? PValue(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length < LeastStretches || second.Length < LeastStretches)
        {
            return null;
        }

        MomentsAccumulator a = MomentsAccumulator.Of(first);
        MomentsAccumulator b = MomentsAccumulator.Of(second);
        if (a.StandardDeviation is not { } deviationA || b.StandardDeviation is not { } deviationB)
        {
            return null;
        }

        double sizeA = EffectiveSize(first, a.Mean!.Value);
        double sizeB = EffectiveSize(second, b.Mean!.Value);
        double errorA = deviationA * deviationA / sizeA;
        double errorB = deviationB * deviationB / sizeB;
        double error = errorA + errorB;
        if (!(error > 0))
        {
            return null;
        }

        double statistic = (a.Mean.Value - b.Mean.Value) / Math.Sqrt(error);
        double freedom = error * error / ((errorA * errorA / Math.Max(1, sizeA - 1)) + (errorB * errorB / Math.Max(1, sizeB - 1)));
        return double.IsFinite(statistic) && double.IsFinite(freedom) ? Math.Min(1, 2 * StudentT.CDF(0, 1, Math.Max(1, freedom), -Math.Abs(statistic))) : null;
    }

    private static double EffectiveSize(ReadOnlySpan<double> values, double mean)
    {
        double products = 0, squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double distance = values[i] - mean;
            squares += distance * distance;
            products += i > 0 ? distance * (values[i - 1] - mean) : 0;
        }

        double correlation = squares > 0 ? Math.Clamp(products / squares, 0, GreatestCorrelation) : 0;
        return Math.Max(2, values.Length * (1 - correlation) / (1 + correlation));
    }
}
