using Microsoft.Extensions.AI;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.AI.Usage;

/// <summary>Reads what clients say of tokens, each in its way, into classes that do not overlap.</summary>
internal static class UsageReader
{
    // Anthropic's own client and Anthropic.SDK; in their early versions input tokens exclude both.
    private const string CacheReads = "CacheReadInputTokens";
    private const string CacheWrites = "CacheCreationInputTokens";
    private const string WebSearches = "WebSearchRequests";

    // Where clients of before UsageDetails had properties for them put counts that are part of input or output.
    private static readonly string[] CachedInput = ["InputTokenDetails.CachedTokenCount", "PromptTokensDetails.CachedTokens", "CachedContentTokenCount"];
    private static readonly string[] Reasoning = ["OutputTokenDetails.ReasoningTokenCount", "CompletionTokensDetails.ReasoningTokens"];

    /// <summary>The tokens; null if nothing is said of them.</summary>
    internal static ChatUsage? Read(UsageDetails? usage, CachedTokenCounting counting)
    {
        if (usage is null || (usage.InputTokenCount is null && usage.OutputTokenCount is null))
        {
            return null;
        }

        long input = Positive(usage.InputTokenCount);
        long output = Positive(usage.OutputTokenCount);
        long reads = Positive(usage.CachedInputTokenCount ?? Find(usage, CacheReads) ?? Find(usage, CachedInput));
        long writes = Positive(Find(usage, CacheWrites));
        return new ChatUsage(
            new TokenCounts
            {
                Input = IsApart(usage, counting, input, output, reads + writes) ? input : Math.Max(0, input - reads - writes),
                Output = output,
                CacheRead = reads,
                CacheWrite5m = writes,
                WebSearchRequests = Positive(Find(usage, WebSearches)),
            },
            usage.ReasoningTokenCount ?? Find(usage, Reasoning));
    }

    private static bool IsApart(UsageDetails usage, CachedTokenCounting counting, long input, long output, long cached) => counting switch
    {
        CachedTokenCounting.WithinInput => false,
        CachedTokenCounting.ApartFromInput => true,
        _ => (usage.CachedInputTokenCount is null && Find(usage, CacheReads) is not null)
            || cached > input
            || (cached > 0 && usage.TotalTokenCount == input + output + cached),
    };

    private static long? Find(UsageDetails usage, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (usage.AdditionalCounts?.TryGetValue(name, out long count) == true)
            {
                return count;
            }
        }

        return null;
    }

    private static long Positive(long? count) => Math.Max(0, count ?? 0);
}
