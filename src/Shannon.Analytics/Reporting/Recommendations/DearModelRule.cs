using Shannon.Analytics.Pricing;
using static Shannon.Analytics.Reporting.Figures.FigureText;

namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>A dear model answers many short requests, while a much cheaper one is in use as well.</summary>
internal sealed class DearModelRule : IRecommendationRule
{
    /// <summary>Most tokens of a short request, everything counted.</summary>
    internal const double MostTokens = 20_000;

    /// <summary>Most output tokens of a short request.</summary>
    internal const double MostOutput = 500;

    private const long LeastRequests = 20;

    // A cheaper model is worth a thought from here on.
    private const decimal MuchCheaper = 0.4m;
    private const double LeastShareOfCost = 0.02;

    public IEnumerable<Recommendation> Evaluate(RecommendationFigures figures)
    {
        foreach (UsageEntry model in figures.ShortRequests)
        {
            if (model.Requests < LeastRequests || figures.RatesOf(model.Name) is not { Output: > 0 } rates || Cheaper(figures, rates) is not { } other)
            {
                continue;
            }

            decimal saving = decimal.Round(model.Cost * (1 - (other.Rates.Output / rates.Output)), 2);
            if (!figures.Matters(saving, LeastShareOfCost))
            {
                continue;
            }

            yield return new Recommendation
            {
                Code = "dear_model_on_short_tasks",
                Subject = model.Name,
                Title = $"Give short requests to {other.Name} instead of {model.Name}",
                Text = $"{Count(model.Requests)} requests to {model.Name} had at most {Count(MostTokens)} tokens, of them {Count(MostOutput)} of output, and cost {Money(model.Cost)}. "
                    + $"{other.Name}, which you use as well, charges {Share((double)(other.Rates.Output / rates.Output))} of its price: about {Money(saving)} less.",
                Evidence =
                [
                    new("short_requests", model.Requests, "count"),
                    new("cost_of_short_requests", (double)model.Cost, "usd"),
                    new("price_of_cheaper_model", (double)(other.Rates.Output / rates.Output), "share"),
                ],
                EstimatedSaving = saving,
            };
        }
    }

    // The dearest of the much cheaper ones: the smallest step down in ability.
    private static (string Name, TokenRates Rates)? Cheaper(RecommendationFigures figures, TokenRates rates) => figures.Models
        .Select(model => (model.Name, Rates: figures.RatesOf(model.Name)))
        .Where(model => model.Rates is { } other && other.Output <= MuchCheaper * rates.Output && other.Input <= MuchCheaper * rates.Input)
        .OrderByDescending(static model => model.Rates!.Output)
        .Select(static model => ((string, TokenRates)?)(model.Name, model.Rates!))
        .FirstOrDefault();
}
