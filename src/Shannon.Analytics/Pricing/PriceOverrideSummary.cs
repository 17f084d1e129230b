namespace Shannon.Analytics.Pricing;

/// <summary>What became of the rows of an override: all rows = applied + not token-priced + invalid. Immutable and thread-safe.</summary>
public sealed record PriceOverrideSummary
{
    /// <summary>Rows now in the book.</summary>
    public required int AppliedRows { get; init; }

    /// <summary>Rows for things that are not priced by the token, such as images and audio; left out.</summary>
    public required int NotTokenPricedRows { get; init; }

    /// <summary>Rows left out as invalid.</summary>
    public required int InvalidRows { get; init; }

    /// <summary>What is wrong with the rows left out, possibly several entries a row.</summary>
    public required IReadOnlyList<PriceRowError> Errors { get; init; }
}
