namespace Shannon.Analytics.Pricing;

/// <summary>The usage of one model request, as far as its cost depends on it. Immutable and thread-safe.</summary>
public readonly record struct CostRequest
{
    /// <summary>The model as the source wrote it, or <see langword="null"/> when unknown.</summary>
    public string? Model { get; init; }

    /// <summary>Who served it, or <see langword="null"/> (the default) to take it from the model's prefix, else the model's vendor.</summary>
    public string? Provider { get; init; }

    /// <summary>The tokens of the request.</summary>
    public TokenCounts Tokens { get; init; }

    /// <summary>When it ran; chooses the row by <see cref="ModelPrice.EffectiveFrom"/>.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// The speed it ran at, such as <c>fast</c>; <see langword="null"/>, empty and <c>standard</c> are the base rate.
    /// A speed the model has no multiplier for leaves the request unpriced.
    /// </summary>
    public string? Speed { get; init; }

    /// <summary>
    /// Where it ran, such as <c>us</c>. Only regions with a multiplier in the price row change the price; others are at
    /// the base rate, as published.
    /// </summary>
    public string? InferenceGeo { get; init; }

    /// <summary>The cost the source reported, in USD; 0 is a report, <see langword="null"/> (the default) is none.</summary>
    public decimal? ReportedCost { get; init; }
}
