using System.Collections.Frozen;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// What a provider charges for a model from a date on: one row of a price book. Immutable and thread-safe. (Equality
/// compares the collections by reference, like every record.)
/// </summary>
public sealed record ModelPrice
{
    /// <summary>Who bills it, in the names of the LiteLLM price map: <c>anthropic</c>, <c>bedrock</c>, <c>vertex_ai</c>, <c>azure_ai</c>, ….</summary>
    public required string Provider { get; init; }

    /// <summary>The model id, for example <c>claude-opus-5</c>. A row without <c>-YYYYMMDD</c> covers the dated ids too.</summary>
    public required string Model { get; init; }

    /// <summary>The first moment of these prices; <see langword="null"/> (the default) means since ever.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>The rates for prompts below every length tier.</summary>
    public required TokenRates Rates { get; init; }

    /// <summary>Rates for longer prompts, ascending by threshold; empty by default.</summary>
    public IReadOnlyList<LengthTier> LengthTiers { get; init => field = [.. value.OrderBy(tier => tier.AboveTokens)]; } = [];

    /// <summary>
    /// Factors on all token rates by the name of a speed or an inference region, such as <c>fast</c> = 2 or
    /// <c>us</c> = 1.1; above 0, up to 100. Names compare without case. Empty by default.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> Multipliers
    {
        get;
        init => field = value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>USD per server-side web search, on which no multiplier acts; <see langword="null"/> (the default) when unknown.</summary>
    public decimal? WebSearch { get; init; }

    /// <summary>
    /// Whether this row was announced and then cancelled. It stays in the book as a record and never prices anything.
    /// Default <see langword="false"/>.
    /// </summary>
    public bool Withdrawn { get; init; }

    /// <summary>The highest tier whose threshold the prompt exceeds, or <see langword="null"/> below all of them.</summary>
    internal LengthTier? TierFor(long totalInput)
    {
        for (int i = LengthTiers.Count - 1; i >= 0; i--)
        {
            if (totalInput > LengthTiers[i].AboveTokens)
            {
                return LengthTiers[i];
            }
        }

        return null;
    }
}
