using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>The use of tools.</summary>
internal sealed class ToolFigures
{
    private static readonly Selector Tools = Selector.OfCategory(MetricCategory.Tool);

    private readonly FigureQuery _uses;
    private readonly FigureQuery _times;
    private readonly FigureQuery _percentiles;
    private readonly FigureQuery _subAgents;

    internal ToolFigures(FigureReader reader)
    {
        var name = GroupKey.Attribute(FieldNames.ToolName);
        var success = GroupKey.Attribute(FieldNames.Success);
        var status = GroupKey.Attribute(FieldNames.StatusCode);
        _uses = reader.Add(Tools, [AggregateFunction.Count], name, success, status);
        _times = reader.Add(Selector.OfCategory(MetricCategory.Tool, FieldNames.DurationMs), [AggregateFunction.Sum], name, success, status);
        _percentiles = reader.Add(Selector.OfCategory(MetricCategory.Tool, FieldNames.DurationMs), [AggregateFunction.Average, AggregateFunction.Percentile(95)], name);
        _subAgents = reader.Add(Tools, [AggregateFunction.Count], GroupKey.Attribute(FieldNames.SubagentId), GroupKey.Attribute(FieldNames.SubagentType));
    }

    internal long Failures => (long)_uses.Groups.Where(static group => Outcome.HasFailed(group.Keys[1], group.Keys[2])).Sum(static group => group.Values[0] ?? 0);

    /// <summary>The kind of each sub-agent that a tool started.</summary>
    internal IEnumerable<KeyValuePair<string, string>> SubAgentTypes() =>
        _subAgents.Groups.Where(static group => group.Keys is [not null, not null]).Select(static group => KeyValuePair.Create(group.Keys[0]!, group.Keys[1]!));

    internal IReadOnlyList<ToolEntry> ToEntries()
    {
        var entries = new Dictionary<string, ToolEntry>(StringComparer.Ordinal);
        foreach (AggregateGroup group in _uses.Groups)
        {
            ToolEntry entry = EntryOf(entries, group.Keys[0]);
            long count = (long)(group.Values[0] ?? 0);
            entries[entry.Name] = entry with { Uses = entry.Uses + count, Failures = entry.Failures + (Outcome.HasFailed(group.Keys[1], group.Keys[2]) ? count : 0) };
        }

        foreach (AggregateGroup group in _times.Groups)
        {
            ToolEntry entry = EntryOf(entries, group.Keys[0]);
            double seconds = (group.Values[0] ?? 0) / 1000;
            entries[entry.Name] = entry with { TotalSeconds = entry.TotalSeconds + seconds, FailedSeconds = entry.FailedSeconds + (Outcome.HasFailed(group.Keys[1], group.Keys[2]) ? seconds : 0) };
        }

        foreach (AggregateGroup group in _percentiles.Groups)
        {
            ToolEntry entry = EntryOf(entries, group.Keys[0]);
            entries[entry.Name] = entry with { AverageSeconds = group.Values[0] / 1000, P95Seconds = group.Values[1] / 1000 };
        }

        return [.. entries.Values.OrderByDescending(static entry => entry.Uses).ThenBy(static entry => entry.Name, StringComparer.Ordinal)];
    }

    private static ToolEntry EntryOf(Dictionary<string, ToolEntry> entries, string? name) =>
        entries.GetValueOrDefault(name ?? UsageEntry.Unknown) ?? new ToolEntry { Name = name ?? UsageEntry.Unknown };
}
