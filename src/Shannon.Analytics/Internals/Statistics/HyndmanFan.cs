namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// The nine definitions of a sample quantile in R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages",
/// The American Statistician 50 (1996). Type 7 is what the library answers with; the others are here to be compared with.
/// </summary>
internal static class HyndmanFan
{
    // Rounding must not move a position that is meant to fall on a rank.
    private const double Fuzz = 4 * 2.220446049250313e-16;

    /// <summary>The quantile of finite values sorted ascending, not empty; type 1 to 9, probability 0 to 1.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double probability, int type)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(sorted));
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile's probability must be from 0 to 1; divide a percentile by 100.");
        }

        int n = sorted.Length;

        // Each continuous type plots rank k at (k - alpha) / (n + 1 - alpha - beta).
        (double alpha, double beta) = type switch
        {
            4 => (0.0, 1.0),
            5 => (0.5, 0.5),
            6 => (0.0, 0.0),
            7 => (1.0, 1.0),
            8 => (1.0 / 3, 1.0 / 3),
            9 => (3.0 / 8, 3.0 / 8),
            1 or 2 or 3 => (0.0, 0.0),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Hyndman and Fan number their types 1 to 9."),
        };
        double position = type <= 3
            ? (n * probability) - (type == 3 ? 0.5 : 0)
            : alpha + (probability * (n + 1 - alpha - beta));
        double rank = Math.Floor(position + Fuzz);
        double rest = position - rank;
        rest = Math.Abs(rest) < Fuzz ? 0 : rest;
        double weight = type switch
        {
            1 => rest > 0 ? 1 : 0,
            2 => rest > 0 ? 1 : 0.5,
            3 => rest > 0 || rank % 2 != 0 ? 1 : 0,
            _ => rest,
        };
        double low = sorted[(int)Math.Clamp(rank, 1, n) - 1];
        double high = sorted[(int)Math.Clamp(rank + 1, 1, n) - 1];
        return weight switch
        {
            0 => low,
            1 => high,
            _ => Quantiles.Interpolate(low, high, weight),
        };
    }
}
