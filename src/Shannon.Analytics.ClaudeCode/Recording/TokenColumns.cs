using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>The columns of token usage, by number.</summary>
internal static class TokenColumns
{
    internal const int Prompt = 0;
    internal const int Completion = 1;
    internal const int CacheRead = 2;
    internal const int CacheCreation = 3;
    internal const int CacheCreation5m = 4;
    internal const int CacheCreation1h = 5;
    internal const int Total = 6;
    internal const int WebSearches = 7;
    internal const int AbandonedCost = 8;

    internal const int MessageId = 0;
    internal const int RequestId = 1;
    internal const int CostSource = 2;
    internal const int PriceVersion = 3;
    internal const int Quality = 4;
    internal const int AgentId = 5;
    internal const int Branch = 6;
    internal const int Version = 7;
    internal const int ServiceTier = 8;
    internal const int Speed = 9;
    internal const int InferenceGeo = 10;

    internal const int Sidechain = 0;
    internal const int Abandoned = 1;

    internal static RecordTable NewTable(LedgerSource source, LedgerMerger merger) => new(
        MetricCategory.Token,
        TranscriptMetricNames.TokenUsage,
        source,
        merger,
        ["prompt_tokens", "completion_tokens", "cache_read_tokens", "cache_creation_tokens", "cache_creation_5m_tokens", "cache_creation_1h_tokens", "total_tokens", TranscriptMetricNames.WebSearchRequests, LiveMetricNames.AbandonedCost],
        [
            TranscriptAttributeNames.MessageId, TranscriptAttributeNames.RequestId, CostSourceNames.Attribute, TranscriptAttributeNames.PriceVersion,
            TranscriptAttributeNames.Quality, TranscriptAttributeNames.AgentId, TranscriptAttributeNames.GitBranch, TranscriptAttributeNames.Version,
            TranscriptAttributeNames.ServiceTier, TranscriptAttributeNames.Speed, TranscriptAttributeNames.InferenceGeo,
        ],
        [TranscriptAttributeNames.Sidechain, LiveMetricNames.Abandoned]);
}
