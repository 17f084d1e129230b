using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Finds the rules that a record concerns. Made anew when rules change. Not thread-safe.</summary>
internal sealed class RuleIndex
{
    private readonly Dictionary<string, RuleNode> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<MetricCategory, RuleNode> _byCategory = [];
    private readonly RuleNode _all = new();

    internal RuleIndex(IEnumerable<AlertRule> rules)
    {
        Dictionary<LaneKey, List<AlertRule>> lanes = [];
        foreach (AlertRule rule in rules)
        {
            if (rule.Limit is { } limit)
            {
                RuleNode.PlaceOf(lanes, new LaneKey(limit.Metric, rule.WindowMicros, rule.Scope.Filter.SessionId, rule.Scope.Filter.UserId, rule.Scope.Filter.Project, rule.Scope.Filter.Model)).Add(rule);
            }
            else
            {
                Add(rule, rule.Sources);
            }
        }

        foreach (List<AlertRule> lane in lanes.Values)
        {
            Add(new LimitLane(lane), lane[0].Sources);
        }
    }

    /// <summary>Whether any rule reads a metric.</summary>
    internal bool Reads(MetricCategory category, string name) => !_all.IsEmpty || _byName.ContainsKey(name) || _byCategory.ContainsKey(category);

    /// <summary>Finds the rules that a record concerns.</summary>
    /// <param name="record">The record.</param>
    /// <param name="time">When it happened, not after <paramref name="now"/>.</param>
    /// <param name="now">The present.</param>
    /// <param name="met">Is filled anew.</param>
    internal void Meet(MetricRecord record, long time, long now, MetRules met)
    {
        met.Begin();
        _all.Meet(record, time, now, met);
        if (_byName.TryGetValue(record.Name, out RuleNode? named))
        {
            named.Meet(record, time, now, met);
        }

        if (_byCategory.TryGetValue(record.Category, out RuleNode? alike))
        {
            alike.Meet(record, time, now, met);
        }
    }

    private void Add(IRuleSet rules, IEnumerable<Selector> sources)
    {
        foreach (Selector source in sources)
        {
            RuleNode node = source.Kind switch
            {
                SelectorKind.Name => RuleNode.PlaceOf(_byName, source.Name!),
                SelectorKind.Category => RuleNode.PlaceOf(_byCategory, source.Category!.Value),
                _ => _all,
            };
            node.Add(rules);
        }
    }

    private readonly record struct LaneKey(Selector Metric, long WindowMicros, string? Session, string? User, string? Project, string? Model);
}
