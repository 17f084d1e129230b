using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.AI.Usage;

/// <summary>The tokens of one call, in classes that do not overlap.</summary>
/// <param name="Tokens">What is billed.</param>
/// <param name="Reasoning">Output tokens spent on reasoning, which <see cref="TokenCounts.Output"/> includes; null if unknown.</param>
internal sealed record ChatUsage(TokenCounts Tokens, long? Reasoning)
{
    internal long Total => Tokens.TotalInput + Tokens.Output;
}
