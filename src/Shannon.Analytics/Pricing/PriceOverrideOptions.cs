namespace Shannon.Analytics.Pricing;

/// <summary>How price overrides are taken in. Immutable and thread-safe.</summary>
public sealed record PriceOverrideOptions
{
    /// <summary>
    /// Leave invalid rows out and list them in <see cref="PriceOverrideSummary.Errors"/> instead of refusing the
    /// whole source. Meant for public price maps, which hold a few wrong figures. Default <see langword="false"/>.
    /// </summary>
    public bool SkipInvalidRows { get; init; }
}
