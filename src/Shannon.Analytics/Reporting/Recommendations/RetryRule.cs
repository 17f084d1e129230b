using Shannon.Analytics.Reporting.Summaries;
using static Shannon.Analytics.Reporting.Figures.FigureText;

namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>Many attempts failed and were made again: people wait, and limits are hit.</summary>
internal sealed class RetryRule : IRecommendationRule
{
    private const long LeastRetries = 10;
    private const double LeastShare = 0.02;

    public IEnumerable<Recommendation> Evaluate(RecommendationFigures figures)
    {
        foreach (ErrorEntry error in figures.Errors)
        {
            double share = figures.Total.Requests > 0 ? (double)error.Recoverable / (figures.Total.Requests + error.Recoverable) : 0;
            if (error.Recoverable < LeastRetries || share < LeastShare)
            {
                continue;
            }

            yield return new Recommendation
            {
                Code = "retries",
                Subject = error.Name,
                Title = $"Run fewer requests into {error.Name}",
                Text = $"{Count(error.Recoverable)} attempts ended in {error.Name} and were made again: {Share(share)} of all attempts. Where this is a limit of rate, run fewer sessions side by side or ask for a higher one.",
                Evidence =
                [
                    new("retried_attempts", error.Recoverable, "count"),
                    new("share_of_attempts", share, "share"),
                ],
            };
        }
    }
}
