using static Shannon.Analytics.Reporting.Figures.FigureText;

namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>Requests drag a very long context along: each pays for reading it again.</summary>
internal sealed class LongContextRule : IRecommendationRule
{
    internal const double LongContext = 150_000;

    // Where compacting, or a new session, would have kept it.
    private const double UsualContext = 100_000;
    private const long LeastRequests = 10;
    private const double LeastShareOfCost = 0.02;

    public IEnumerable<Recommendation> Evaluate(RecommendationFigures figures)
    {
        foreach (UsageEntry model in figures.LongContexts)
        {
            if (model.Requests < LeastRequests || figures.RatesOf(model.Name) is not { } rates)
            {
                continue;
            }

            double excess = model.CacheReadTokens - (model.Requests * UsualContext);
            decimal saving = decimal.Round((decimal)Math.Max(0, excess) * rates.CacheRead, 2);
            if (!figures.Matters(saving, LeastShareOfCost))
            {
                continue;
            }

            yield return new Recommendation
            {
                Code = "oversized_prompts",
                Subject = model.Name,
                Title = $"Keep the context of {model.Name} shorter",
                Text = $"{Count(model.Requests)} requests read {Count(LongContext)} or more tokens of context each, {Count((double)model.CacheReadTokens / model.Requests)} on average, and cost {Money(model.Cost)} together. "
                    + $"At {Count(UsualContext)} tokens, about {Money(saving)} less would have been spent. Begin new sessions for new tasks, or compact earlier.",
                Evidence =
                [
                    new("requests", model.Requests, "count"),
                    new("average_context_tokens", (double)model.CacheReadTokens / model.Requests, "tokens"),
                    new("cost", (double)model.Cost, "usd"),
                ],
                EstimatedSaving = saving,
            };
        }
    }
}
