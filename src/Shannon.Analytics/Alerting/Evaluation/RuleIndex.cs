using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Finds the rules that a record concerns. Rules come and go one at a time, at a cost that hardly grows with their number. Not thread-safe.</summary>
internal sealed class RuleIndex
{
    private readonly Dictionary<string, RuleNode> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<MetricCategory, RuleNode> _byCategory = [];
    private readonly Dictionary<LaneKey, LimitLane> _lanes = [];
    private readonly RuleNode _all = new();

    internal RuleIndex(IEnumerable<AlertRule> rules)
    {
        foreach (AlertRule rule in rules)
        {
            Add(rule);
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

    internal void Add(AlertRule rule)
    {
        if (rule.Limit is not { } limit)
        {
            Place(rule, rule.Sources);
            return;
        }

        LaneKey key = KeyOf(rule, limit);
        if (!_lanes.TryGetValue(key, out LimitLane? lane))
        {
            _lanes[key] = lane = new LimitLane(rule);
            Place(lane, rule.Sources);
        }

        lane.Add(rule);
    }

    /// <summary>Takes a rule out that was added.</summary>
    internal void Remove(AlertRule rule)
    {
        if (rule.Limit is not { } limit)
        {
            Displace(rule, rule.Sources);
            return;
        }

        LaneKey key = KeyOf(rule, limit);
        LimitLane lane = _lanes[key];
        lane.Remove(rule);
        if (lane.IsEmpty)
        {
            _lanes.Remove(key);
            Displace(lane, rule.Sources);
        }
    }

    private void Place(IRuleSet rules, IEnumerable<Selector> sources)
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

    private void Displace(IRuleSet rules, IEnumerable<Selector> sources)
    {
        foreach (Selector source in sources)
        {
            switch (source.Kind)
            {
                case SelectorKind.Name:
                    Displace(rules, _byName, source.Name!);
                    break;
                case SelectorKind.Category:
                    Displace(rules, _byCategory, source.Category!.Value);
                    break;
                default:
                    _all.Remove(rules);
                    break;
            }
        }
    }

    private static void Displace<TKey>(IRuleSet rules, Dictionary<TKey, RuleNode> nodes, TKey key)
        where TKey : notnull
    {
        RuleNode node = nodes[key];
        node.Remove(rules);
        if (node.IsEmpty)
        {
            nodes.Remove(key);
        }
    }

    private static LaneKey KeyOf(AlertRule rule, ValueLimit limit) =>
        new(limit.Metric, rule.WindowMicros, rule.Scope.Filter.SessionId, rule.Scope.Filter.UserId, rule.Scope.Filter.Project, rule.Scope.Filter.Model);

    private readonly record struct LaneKey(Selector Metric, long WindowMicros, string? Session, string? User, string? Project, string? Model);
}
