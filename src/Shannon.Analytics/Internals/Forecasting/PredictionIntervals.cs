using MathNet.Numerics.Distributions;

namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// Bounds from the errors that the same combination made at earlier moments: errors are brought to the size of the first step by a growth over the horizon,
/// pooled, and their quantiles are spread out again. Widened for the few independent moments there were, as a t distribution is against a normal one.
/// </summary>
internal static class PredictionIntervals
{
    // Beyond this ratio of late to early errors the growth law has no solution.
    private const double GreatestRatio = 2.5;

    /// <summary>How errors grow: the standard deviation at step h is that of step 1 times sqrt(1 + rate (h - 1)).</summary>
    public static double GrowthRate(List<(int Step, double Error)> errors, int horizon)
    {
        int half = horizon / 2;
        if (half < 1)
        {
            return 0;
        }

        (double early, double late, int earlyCount, int lateCount) = (0.0, 0.0, 0, 0);
        foreach ((int step, double error) in errors)
        {
            if (step <= half)
            {
                early += Math.Abs(error);
                earlyCount++;
            }
            else
            {
                late += Math.Abs(error);
                lateCount++;
            }
        }

        if (earlyCount == 0 || lateCount == 0 || !(early > 0))
        {
            return 0;
        }

        // (1 + rate b) / (1 + rate a) = ratio, with a and b the middle steps of both halves, less one.
        double ratio = late / lateCount / (early / earlyCount);
        ratio = Math.Min(ratio * ratio, GreatestRatio);
        double a = (half - 1) / 2.0;
        double b = (half + horizon - 1) / 2.0;
        return ratio <= 1 || b <= ratio * a ? 0 : (ratio - 1) / (b - (ratio * a));
    }

    /// <summary>Writes how far below and above each step's forecast the bounds lie.</summary>
    /// <param name="errors">value - forecast at earlier moments.</param>
    /// <param name="tried">The steps ahead that were tried.</param>
    /// <param name="windows">How many stretches of that many steps were forecast, overlaps counted once.</param>
    /// <param name="confidence">0 to 1.</param>
    /// <param name="below">Distances of the lower bounds; their number is the horizon.</param>
    /// <param name="above">Distances of the upper bounds.</param>
    public static void FromErrors(List<(int Step, double Error)> errors, int tried, double windows, double confidence, Span<double> below, Span<double> above)
    {
        double rate = GrowthRate(errors, tried);
        double[] scaled = new double[errors.Count];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = errors[i].Error / Math.Sqrt(1 + (rate * (errors[i].Step - 1)));
        }

        Array.Sort(scaled);
        double tail = (1 - confidence) / 2;
        double low = -Quantile(scaled, tail);
        double high = Quantile(scaled, 1 - tail);
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = Math.Abs(scaled[i]);
        }

        // One-sided quantiles see few errors: half of each bound is what both sides say together.
        Array.Sort(scaled);
        double both = Quantile(scaled, confidence);
        double widening = Widening(windows, confidence);
        for (int h = 0; h < below.Length; h++)
        {
            double growth = widening * Math.Sqrt(1 + (rate * h));
            below[h] = growth * Math.Max(0, (low + both) / 2);
            above[h] = growth * Math.Max(0, (high + both) / 2);
        }
    }

    /// <summary>Bounds for a history too short to try anything: the spread about the weekday profile, by the t distribution.</summary>
    public static void FromSpread(double variance, double freedom, int cycles, double confidence, Span<double> below, Span<double> above)
    {
        // What was never tried deserves doubt: neighbouring residuals count as one.
        double quantile = StudentT.InvCDF(0, 1, Math.Max(1, freedom / 2), 1 - ((1 - confidence) / 2));
        double width = quantile * Math.Sqrt(variance * (1 + (1.0 / cycles)));
        below.Fill(width);
        above.Fill(width);
    }

    /// <summary>How much wider, since errors within one of <paramref name="windows"/> resemble each other: there are hardly more independent ones than windows.</summary>
    internal static double Widening(double windows, double confidence)
    {
        double upper = 1 - ((1 - confidence) / 2);
        double normal = Normal.InvCDF(0, 1, upper);
        double student = StudentT.InvCDF(0, 1, Math.Max(2, 1.5 * windows), upper);
        return student / normal;
    }

    private static double Quantile(double[] sorted, double probability)
    {
        double position = probability * (sorted.Length - 1);
        int rank = (int)position;
        double next = sorted[Math.Min(rank + 1, sorted.Length - 1)];
        return sorted[rank] + ((position - rank) * (next - sorted[rank]));
    }
}
