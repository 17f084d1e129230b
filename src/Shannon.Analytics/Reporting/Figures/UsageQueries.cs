using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>The queries behind tokens and costs, grouped by some keys, and what their groups add up to.</summary>
internal sealed class UsageQueries
{
    private static readonly (string Measurement, Action<UsageTally, long> Add)[] Classes =
    [
        (FieldNames.PromptTokens, static (tally, tokens) => tally.Input += tokens),
        (FieldNames.CompletionTokens, static (tally, tokens) => tally.Output += tokens),
        (FieldNames.CacheReadTokens, static (tally, tokens) => tally.CacheRead += tokens),
        (FieldNames.CacheCreationTokens, static (tally, tokens) => tally.CacheWrite += tokens),
    ];

    private readonly FigureQuery _tokens;
    private readonly FigureQuery[] _classes;
    private readonly FigureQuery _costs;

    internal UsageQueries(FigureReader reader, params GroupKey[] keys)
    {
        _tokens = reader.Add(reader.Query(Selector.Of(FieldNames.TokenUsage), [AggregateFunction.Sum, AggregateFunction.Count]) with { GroupBy = keys, IncludeCosts = true });
        _classes = Array.ConvertAll(Classes, each => reader.Add(Selector.Of(FieldNames.TokenUsage, each.Measurement), [AggregateFunction.Sum], keys));
        _costs = reader.Add(reader.Query(Selector.AllCosts, [AggregateFunction.Count]) with { GroupBy = [.. keys, GroupKey.Attribute(CostSourceNames.Attribute)], IncludeCosts = true });
    }

    /// <summary>Whether records of tokens lack a cost, so that what they cost must be computed.</summary>
    internal bool HasUnpriced => _tokens.Groups.Any(static group => group.RecordsWithCost < (group.Values[1] ?? 0));

    /// <summary>Adds every group to the tally that it belongs to.</summary>
    /// <param name="tallyOf">Chooses the tally by the values of the keys.</param>
    internal void AddTo(Func<IReadOnlyList<string?>, UsageTally> tallyOf)
    {
        foreach (AggregateGroup group in _tokens.Groups)
        {
            UsageTally tally = tallyOf(group.Keys);
            tally.Tokens += (long)(group.Values[0] ?? 0);
            tally.Requests += (long)(group.Values[1] ?? 0);
        }

        for (int i = 0; i < Classes.Length; i++)
        {
            foreach (AggregateGroup group in _classes[i].Groups)
            {
                Classes[i].Add(tallyOf(group.Keys), (long)(group.Values[0] ?? 0));
            }
        }

        foreach (AggregateGroup group in _costs.Groups)
        {
            UsageTally tally = tallyOf(group.Keys);
            if (group.Keys[^1] is CostSourceNames.Computed)
            {
                tally.Computed += group.Cost ?? 0;
            }
            else
            {
                tally.Reported += group.Cost ?? 0;
            }
        }
    }
}
