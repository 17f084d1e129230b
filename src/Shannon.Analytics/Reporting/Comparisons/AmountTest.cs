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

        var a = MomentsAccumulator.Of(first);
        var b = MomentsAccumulator.Of(second);
        return WelchTest.Of(a, EffectiveSize(first, a.Mean!.Value), b, EffectiveSize(second, b.Mean!.Value)).PValue;
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
