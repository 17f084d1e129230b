using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Finds the rules that read a metric. Made anew when rules change; learns metrics as they come. Not thread-safe.</summary>
internal sealed class RuleIndex
{
    private const int MostMetrics = 100_000;

    private readonly Dictionary<string, List<AlertRule>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<MetricCategory, List<AlertRule>> _byCategory = [];
    private readonly List<AlertRule> _all = [];
    private readonly Dictionary<(MetricCategory Category, string Name), RuleNode> _nodes = [];

    internal RuleIndex(IEnumerable<AlertRule> rules)
    {
        foreach (AlertRule rule in rules)
        {
            foreach (Selector source in rule.Sources)
            {
                Add(rule, source);
            }
        }
    }

    internal RuleNode Find(MetricCategory category, string name)
    {
        if (!_nodes.TryGetValue((category, name), out RuleNode? node))
        {
            if (_nodes.Count >= MostMetrics)
            {
                _nodes.Clear();
            }

            // One that reads the metric in two ways is met once.
            IEnumerable<AlertRule> rules = _all.Concat(_byName.GetValueOrDefault(name) ?? []).Concat(_byCategory.GetValueOrDefault(category) ?? []);
            _nodes[(category, name)] = node = new RuleNode(rules.Distinct());
        }

        return node;
    }

    private void Add(AlertRule rule, Selector source)
    {
        switch (source.Kind)
        {
            case SelectorKind.Name:
                PlaceOf(_byName, source.Name!).Add(rule);
                break;
            case SelectorKind.Category:
                PlaceOf(_byCategory, source.Category!.Value).Add(rule);
                break;
            default:
                _all.Add(rule);
                break;
        }
    }

    private static List<AlertRule> PlaceOf<TKey>(Dictionary<TKey, List<AlertRule>> places, TKey key)
        where TKey : notnull
    {
        if (!places.TryGetValue(key, out List<AlertRule>? place))
        {
            places[key] = place = [];
        }

        return place;
    }
}
