using static Shannon.Analytics.Reporting.Figures.FigureText;

namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>Sub-agents were started that used no tool: what they did, the main conversation could have done, without sending them a context.</summary>
internal sealed class IdleSubAgentRule : IRecommendationRule
{
    private const int LeastAgents = 3;
    private const double LeastShareOfCost = 0.01;

    // Claude Code compacts conversations in an agent of its own, which needs no tool.
    private const string CompactionPrefix = "acompact";

    public IEnumerable<Recommendation> Evaluate(RecommendationFigures figures)
    {
        UsageEntry[] idle = [.. figures.SubAgents.Where(agent => !figures.SubAgentsWithTools.Contains(agent.Name) && !agent.Name.StartsWith(CompactionPrefix, StringComparison.Ordinal))];
        decimal cost = idle.Sum(static agent => agent.Cost);
        if (idle.Length < LeastAgents || !figures.Matters(cost, LeastShareOfCost))
        {
            yield break;
        }

        yield return new Recommendation
        {
            Code = "idle_subagents",
            Title = "Start fewer sub-agents that do nothing",
            Text = $"{Count(idle.Length)} of {Count(figures.SubAgents.Count)} sub-agents used no tool at all and cost {Money(cost)} for {Count(idle.Sum(static agent => (double)agent.Tokens))} tokens.",
            Evidence =
            [
                new("idle_subagents", idle.Length, "count"),
                new("subagents", figures.SubAgents.Count, "count"),
                new("cost", (double)cost, "usd"),
            ],
            EstimatedSaving = decimal.Round(cost, 2),
        };
    }
}
