using static Shannon.Analytics.Reporting.Figures.FigureText;

namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>A model's input is written to the cache at a surcharge, and hardly read again: sending it plainly would have been cheaper.</summary>
internal sealed class UnusedCacheRule : IRecommendationRule
{
    private const long LeastWritten = 200_000;
    private const double LeastShareOfCost = 0.01;

    public IEnumerable<Recommendation> Evaluate(RecommendationFigures figures)
    {
        foreach (UsageEntry model in figures.Models)
        {
            if (model.CacheWriteTokens < LeastWritten || figures.RatesOf(model.Name) is not { } rates)
            {
                continue;
            }

            decimal surcharge = model.CacheWriteTokens * (rates.CacheWrite5m - rates.Input);
            decimal gain = model.CacheReadTokens * (rates.Input - rates.CacheRead);
            decimal saving = decimal.Round(surcharge - gain, 2);
            if (!figures.Matters(saving, LeastShareOfCost))
            {
                continue;
            }

            yield return new Recommendation
            {
                Code = "cache_unused",
                Subject = model.Name,
                Title = $"Do not cache prompts of {model.Name} that are not sent again",
                Text = $"{Count(model.CacheWriteTokens)} tokens were written to the cache for a surcharge of {Money(surcharge)}, but only {Count(model.CacheReadTokens)} were read from it, which saved {Money(gain)}. "
                    + $"Without caching, about {Money(saving)} less would have been spent.",
                Evidence =
                [
                    new("cache_write_tokens", model.CacheWriteTokens, "tokens"),
                    new("cache_read_tokens", model.CacheReadTokens, "tokens"),
                    new("surcharge", (double)surcharge, "usd"),
                    new("gain", (double)gain, "usd"),
                ],
                EstimatedSaving = saving,
            };
        }
    }
}
