using static Shannon.Analytics.Reporting.Figures.FigureText;

namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>Much of a model's input is sent at full price, although agents mostly send the same context again.</summary>
internal sealed class CacheMissRule : IRecommendationRule
{
    private const long LeastInput = 200_000;
    private const long LeastRequests = 20;
    private const double LowHitShare = 0.6;

    // What agents that keep their context stable reach.
    private const double GoodHitShare = 0.8;
    private const double LeastShareOfCost = 0.02;

    public IEnumerable<Recommendation> Evaluate(RecommendationFigures figures)
    {
        foreach (UsageEntry model in figures.Models)
        {
            long input = model.InputTokens + model.CacheReadTokens + model.CacheWriteTokens;
            if (input < LeastInput || model.Requests < LeastRequests || model.CacheHitShare is not { } share || share >= LowHitShare || figures.RatesOf(model.Name) is not { } rates)
            {
                continue;
            }

            double missing = Math.Min(model.InputTokens, (GoodHitShare * input) - model.CacheReadTokens);
            decimal saving = decimal.Round((decimal)missing * (rates.Input - rates.CacheRead), 2);
            if (!figures.Matters(saving, LeastShareOfCost))
            {
                continue;
            }

            yield return new Recommendation
            {
                Code = "cache_misses",
                Subject = model.Name,
                Title = $"Let {model.Name} read more of its input from the prompt cache",
                Text = $"Only {Share(share)} of its {Count(input)} input tokens came from the cache; {Count(model.InputTokens)} were sent at the full price of {PerMillion(rates.Input)} "
                    + $"instead of {PerMillion(rates.CacheRead)}. At a share of {Share(GoodHitShare)} about {Money(saving)} less would have been spent. Keep what stands at the beginning of prompts unchanged, and pauses below the cache's lifetime.",
                Evidence =
                [
                    new("cache_hit_share", share, "share"),
                    new("input_tokens", input, "tokens"),
                    new("uncached_input_tokens", model.InputTokens, "tokens"),
                    new("requests", model.Requests, "count"),
                ],
                EstimatedSaving = saving,
            };
        }
    }

    private static string PerMillion(decimal rate) => $"{Money(rate * 1_000_000)} per million";
}
