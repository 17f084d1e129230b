namespace Shannon.Analytics.Pricing;

/// <summary>
/// Other rates for long prompts: a request whose total input is above the threshold is billed at these rates as a
/// whole, output included, not just for the excess. Immutable and thread-safe.
/// </summary>
public sealed record LengthTier
{
    /// <summary>
    /// The tier applies when <see cref="TokenCounts.TotalInput"/> is greater than this; a prompt of exactly this many
    /// tokens is still in the tier below. Above 0.
    /// </summary>
    public required long AboveTokens { get; init; }

    /// <summary>The rates of the tier.</summary>
    public required TokenRates Rates { get; init; }
}
