namespace Shannon.Analytics.Pricing;

/// <summary>The cost of one model request and where it comes from. Immutable and thread-safe.</summary>
public sealed record PricedCost
{
    /// <summary>
    /// USD, a whole number of nano-dollars (rounded half to even, once, at the end), or <see langword="null"/> when
    /// unknown. An unknown cost is never 0.
    /// </summary>
    public required decimal? Amount { get; init; }

    /// <summary>Where <see cref="Amount"/> comes from.</summary>
    public required CostSource Source { get; init; }

    /// <summary>The <see cref="PriceBook.Version"/> of a computed cost, else <see langword="null"/>. Keep it beside the cost, to find what to re-price.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>Why there is no amount, when <see cref="Source"/> is <see cref="CostSource.Unpriced"/>; else <see langword="null"/>.</summary>
    public UnpricedReason? Reason { get; init; }

    /// <summary>The price row used and how it was found; <see langword="null"/> unless computed from a row.</summary>
    public PriceMatch? Match { get; init; }

    /// <summary>The length tier that applied, or <see langword="null"/> at the base rates.</summary>
    public LengthTier? LengthTier { get; init; }

    /// <summary>The factor of speed and region on the token rates; 1 when none applied.</summary>
    public decimal Multiplier { get; init; } = 1m;

    /// <summary>Web searches that the price row has no price for and <see cref="Amount"/> therefore lacks; 0 as a rule.</summary>
    public long UnpricedWebSearchRequests { get; init; }
}
