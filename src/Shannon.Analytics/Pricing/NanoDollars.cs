namespace Shannon.Analytics.Pricing;

/// <summary>Costs are kept as a signed 64-bit count of 10⁻⁹ USD; this is the one place that rounds to it.</summary>
internal static class NanoDollars
{
    private const int Decimals = 9;
    private const decimal PerDollar = 1_000_000_000m;
    private const decimal MaxDollars = long.MaxValue / PerDollar;

    /// <summary>Rounds half to even, so that sums of many halves do not drift.</summary>
    /// <returns><see langword="false"/> when the amount does not fit the store.</returns>
    public static bool TryQuantise(decimal dollars, out decimal quantised)
    {
        quantised = decimal.Round(dollars, Decimals, MidpointRounding.ToEven);
        return Math.Abs(quantised) <= MaxDollars;
    }
}
