namespace Shannon.Analytics.Pricing;

/// <summary>Where the amount of a <see cref="PricedCost"/> comes from.</summary>
public enum CostSource
{
    /// <summary>There is no amount: none was reported and <see cref="CostMode.Display"/> computes none.</summary>
    None,

    /// <summary>The source of the usage reported it.</summary>
    Reported,

    /// <summary>Tokens times the rates of a price book.</summary>
    Computed,

    /// <summary>There is no amount because no price is known; list it as unpriced, never as 0.</summary>
    Unpriced,
}
