using static Shannon.Analytics.Reporting.Figures.FigureText;

namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>Tokens have no known price, so the cost shown is too low.</summary>
internal sealed class UnpricedRule : IRecommendationRule
{
    private const int MostNames = 3;

    public IEnumerable<Recommendation> Evaluate(RecommendationFigures figures)
    {
        if (figures.Total.UnpricedTokens == 0)
        {
            yield break;
        }

        string[] models = [.. figures.Models.Where(static model => model.UnpricedTokens > 0).OrderByDescending(static model => model.UnpricedTokens).Select(static model => model.Name)];
        string names = string.Join(", ", models.Take(MostNames)) + (models.Length > MostNames ? FormattableString.Invariant($" and {models.Length - MostNames} more") : string.Empty);
        double share = (double)figures.Total.UnpricedTokens / Math.Max(1, figures.Total.Tokens);
        yield return new Recommendation
        {
            Code = "unpriced_tokens",
            Subject = names,
            Title = "Say what the remaining tokens cost",
            Text = $"The cost of {Count(figures.Total.UnpricedTokens)} tokens ({Share(share)} of all) is not known and not part of any total: {names}. Report a cost with them, name their model, or add its price to the price book.",
            Evidence =
            [
                new("unpriced_tokens", figures.Total.UnpricedTokens, "tokens"),
                new("share_of_tokens", share, "share"),
            ],
        };
    }
}
