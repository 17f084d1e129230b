using Shannon.Analytics.Reporting.Summaries;
using static Shannon.Analytics.Reporting.Figures.FigureText;

namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>A tool fails often; every failure costs at least one more request.</summary>
internal sealed class FailingToolRule : IRecommendationRule
{
    private const long LeastFailures = 5;
    private const double LeastRate = 0.1;

    public IEnumerable<Recommendation> Evaluate(RecommendationFigures figures)
    {
        foreach (ToolEntry tool in figures.Tools)
        {
            if (tool.Failures < LeastFailures || tool.FailureRate < LeastRate)
            {
                continue;
            }

            decimal? perRequest = figures.Total.Cost > 0 ? figures.Total.CostPerRequest : null;
            decimal? saving = perRequest is { } cost ? decimal.Round(tool.Failures * cost, 2) : null;
            string money = saving is { } sum ? $" At {Money(perRequest!.Value)} per request, answering the failures cost about {Money(sum)}." : string.Empty;
            yield return new Recommendation
            {
                Code = "failing_tool",
                Subject = tool.Name,
                Title = $"Find out why {tool.Name} fails",
                Text = $"{Count(tool.Failures)} of {Count(tool.Uses)} uses failed ({Share(tool.FailureRate)}), after {Seconds(tool.FailedSeconds)} of running in all.{money}",
                Evidence =
                [
                    new("uses", tool.Uses, "count"),
                    new("failures", tool.Failures, "count"),
                    new("failure_rate", tool.FailureRate, "share"),
                    new("failed_seconds", tool.FailedSeconds, "seconds"),
                ],
                EstimatedSaving = saving,
            };
        }
    }
}
