namespace Shannon.Analytics.AI;

/// <summary>How a client counts cached tokens: within <c>UsageDetails.InputTokenCount</c> or apart from it.</summary>
public enum CachedTokenCounting
{
    /// <summary>
    /// Found out for each response: apart if the cache reads are in <c>AdditionalCounts["CacheReadInputTokens"]</c> alone, if there are more cached tokens than
    /// input tokens, or if the total only adds up that way; within otherwise, as Microsoft.Extensions.AI asks of clients.
    /// </summary>
    Auto,

    /// <summary>Input tokens include cache reads and writes.</summary>
    WithinInput,

    /// <summary>Input tokens are those that came from no cache, as in Anthropic's API.</summary>
    ApartFromInput,
}
