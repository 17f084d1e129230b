namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Costs as stored: whole nano-dollars. Finer amounts are rounded half to even.</summary>
internal static class NanoCost
{
    private const decimal PerDollar = 1_000_000_000m;

    internal static long From(decimal dollars) => decimal.ToInt64(decimal.Round(dollars * PerDollar, 0, MidpointRounding.ToEven));

    internal static decimal ToDollars(long nano) => nano / PerDollar;

    /// <exception cref="OverflowException">The sum is beyond ±7.9 * 10^19 dollars.</exception>
    internal static decimal ToDollars(Int128 nano) => (decimal)nano / PerDollar;
}
