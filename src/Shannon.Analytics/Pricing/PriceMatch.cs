namespace Shannon.Analytics.Pricing;

/// <summary>A price found for a model, and how. Immutable and thread-safe.</summary>
public sealed record PriceMatch
{
    /// <summary>The row in force at the asked moment.</summary>
    public required ModelPrice Price { get; init; }

    /// <summary>By which spelling of the model it was found.</summary>
    public required PriceMatchKind Kind { get; init; }

    /// <summary>
    /// Whether the row is of the provider asked for (always <see langword="true"/> when none was). When
    /// <see langword="false"/>, a cloud platform without a row of its own was priced at the vendor's list price, which
    /// its global endpoints charge; regional endpoints can cost more.
    /// </summary>
    public required bool ProviderMatched { get; init; }
}
