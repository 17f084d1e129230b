using MathNet.Numerics.Distributions;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Whether two means differ, without assuming equal spreads: B. L. Welch, "The Generalization of 'Student's' Problem when Several Different Population
/// Variances Are Involved", Biometrika 34 (1947).
/// </summary>
/// <param name="Statistic">t: mean of the first less mean of the second, in standard errors; null where undefined.</param>
/// <param name="Freedom">Degrees of freedom by Welch and Satterthwaite.</param>
/// <param name="PValue">Two-sided.</param>
/// <param name="Reason">Why the others are null.</param>
internal readonly record struct WelchTest(double? Statistic, double? Freedom, double? PValue, Undefined Reason)
{
    /// <summary>Compares finite values.</summary>
    public static WelchTest Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second) =>
        Of(MomentsAccumulator.Of(first), first.Length, MomentsAccumulator.Of(second), second.Length);

    /// <summary>Compares finite values, of which <paramref name="sizeA"/> and <paramref name="sizeB"/> count as independent.</summary>
    public static WelchTest Of(in MomentsAccumulator a, double sizeA, in MomentsAccumulator b, double sizeB)
    {
        if (sizeA < 2 || sizeB < 2)
        {
            return new(null, null, null, Undefined.TooFewValues);
        }

        if (a.StandardDeviation is not { } deviationA || b.StandardDeviation is not { } deviationB)
        {
            return new(null, null, null, Undefined.OutOfRange);
        }

        double errorA = deviationA / Math.Sqrt(sizeA);
        double errorB = deviationB / Math.Sqrt(sizeB);
        double error = double.Hypot(errorA, errorB);
        if (!(error > 0))
        {
            return new(null, null, null, Undefined.NoVariation);
        }

        // Halves, so that the difference of the greatest doubles is still one.
        double statistic = ((a.Mean!.Value / 2) - (b.Mean!.Value / 2)) / (error / 2);
        if (!double.IsFinite(statistic))
        {
            return new(null, null, null, Undefined.OutOfRange);
        }

        double shareA = errorA / error * (errorA / error);
        double shareB = errorB / error * (errorB / error);
        double freedom = 1 / ((shareA * shareA / (sizeA - 1)) + (shareB * shareB / (sizeB - 1)));
        double p = Math.Min(1, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(statistic)));
        return new(statistic, freedom, p, Undefined.None);
    }
}
