using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Reporting.Recommendations;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>What only the recommendations want to know.</summary>
internal sealed class AdviceFigures
{
    private readonly FigureQuery _longContexts;
    private readonly FigureQuery _shortRequests;
    private readonly FigureQuery _subAgents;
    private readonly FigureQuery _subAgentTools;

    internal AdviceFigures(FigureReader reader)
    {
        FigureQuery ByModel(string measurement, params MeasurementRange[] ranges) =>
            reader.Add(reader.Query(Selector.Of(FieldNames.TokenUsage, measurement), [AggregateFunction.Sum, AggregateFunction.Count]) with
            {
                OrSelectors = [],
                GroupBy = [GroupKey.Model],
                IncludeCosts = true,
                Measurements = ranges,
            });
        GroupKey agent = GroupKey.Attribute(FieldNames.AgentId);
        _longContexts = ByModel(FieldNames.CacheReadTokens, new MeasurementRange(FieldNames.CacheReadTokens, LongContextRule.LongContext, null));
        _shortRequests = ByModel(
            FieldNames.TotalTokens,
            new MeasurementRange(FieldNames.TotalTokens, 1, DearModelRule.MostTokens),
            new MeasurementRange(FieldNames.CompletionTokens, null, DearModelRule.MostOutput));
        _subAgents = reader.Add(reader.Query(Selector.Of(FieldNames.TokenUsage), [AggregateFunction.Sum, AggregateFunction.Count]) with { GroupBy = [agent], IncludeCosts = true });
        _subAgentTools = reader.Add(Selector.OfCategory(MetricCategory.Tool), [AggregateFunction.Count], agent);
    }

    internal IReadOnlyList<Recommendation> Evaluate(UsageSection usage, ErrorSection errors, PriceBook prices, DateTimeOffset at) => RecommendationRules.Evaluate(new RecommendationFigures
    {
        Total = usage.Total,
        Models = usage.Models,
        Tools = usage.Tools,
        Errors = errors.ByType,
        LongContexts = [.. _longContexts.Groups.Select(static group => EntryOf(group) with { CacheReadTokens = (long)(group.Values[0] ?? 0) })],
        ShortRequests = [.. _shortRequests.Groups.Select(EntryOf)],
        SubAgents = [.. _subAgents.Groups.Where(static group => group.Keys[0] is not null).Select(EntryOf)],
        SubAgentsWithTools = _subAgentTools.Groups.Select(static group => group.Keys[0]).OfType<string>().ToHashSet(StringComparer.Ordinal),
        Prices = prices,
        At = at,
    });

    private static UsageEntry EntryOf(AggregateGroup group) => new()
    {
        Name = group.Keys[0] ?? UsageEntry.Unknown,
        Tokens = (long)(group.Values[0] ?? 0),
        Requests = (long)(group.Values[1] ?? 0),
        Cost = group.Cost ?? 0,
    };
}
