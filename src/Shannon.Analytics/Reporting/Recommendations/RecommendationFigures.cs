using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Summaries;

namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>What the rules look at.</summary>
internal sealed record RecommendationFigures
{
    internal required UsageEntry Total { get; init; }

    internal required IReadOnlyList<UsageEntry> Models { get; init; }

    internal required IReadOnlyList<ToolEntry> Tools { get; init; }

    internal required IReadOnlyList<ErrorEntry> Errors { get; init; }

    /// <summary>By model, the requests that read a context of at least <see cref="LongContextRule.LongContext"/> tokens from the cache.</summary>
    internal required IReadOnlyList<UsageEntry> LongContexts { get; init; }

    /// <summary>By model, the requests that were short on both sides.</summary>
    internal required IReadOnlyList<UsageEntry> ShortRequests { get; init; }

    /// <summary>By id, what each sub-agent used.</summary>
    internal required IReadOnlyList<UsageEntry> SubAgents { get; init; }

    /// <summary>The ids of sub-agents that used a tool.</summary>
    internal required IReadOnlySet<string> SubAgentsWithTools { get; init; }

    internal required PriceBook Prices { get; init; }

    /// <summary>The prices of which moment count.</summary>
    internal required DateTimeOffset At { get; init; }

    /// <summary>The rates of a model; null if none are known.</summary>
    internal TokenRates? RatesOf(string model) => Prices.TryFind(model, provider: null, At, out PriceMatch? match) ? match.Price.Rates : null;

    /// <summary>Whether a sum matters beside the total cost.</summary>
    internal bool Matters(decimal saving, double leastShare) => saving > 0 && (double)saving >= leastShare * (double)Total.Cost;
}
