namespace Shannon.Analytics.Internals.Statistics;

/// <summary>How far apart two groups lie, apart from how sure that is. For Cliff's delta see <see cref="MannWhitneyTest"/>.</summary>
internal static class EffectSize
{
    /// <summary>
    /// J. Cohen's d, "Statistical Power Analysis for the Behavioral Sciences" (1969): mean of the first less mean of the second, in pooled standard deviations.
    /// Null below two values each, or where none vary.
    /// </summary>
    public static double? CohensD(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length < 2 || second.Length < 2)
        {
            return null;
        }

        MomentsAccumulator a = MomentsAccumulator.Of(first);
        MomentsAccumulator b = MomentsAccumulator.Of(second);
        if (a.StandardDeviation is not { } deviationA || b.StandardDeviation is not { } deviationB)
        {
            return null;
        }

        double freedom = a.Count + b.Count - 2;
        double pooled = double.Hypot(deviationA * Math.Sqrt((a.Count - 1) / freedom), deviationB * Math.Sqrt((b.Count - 1) / freedom));
        double d = ((a.Mean!.Value / 2) - (b.Mean!.Value / 2)) / (pooled / 2);
        return pooled > 0 && double.IsFinite(d) ? d : null;
    }
}
