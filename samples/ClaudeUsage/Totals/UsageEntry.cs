using Shannon.Analytics.Pricing;

namespace ClaudeUsage.Totals;

/// <summary>One model response, reduced to what the output is about.</summary>
internal readonly record struct UsageEntry(DateTimeOffset Timestamp, string Model, string Project, string Session, TokenCounts Tokens, decimal? Cost);
