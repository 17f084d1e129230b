using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>The rules that read one metric, sorted by what their scopes ask of a record, so that of ten thousand alerts for a user each a record meets one. Immutable once filled.</summary>
internal sealed class RuleNode
{
    private readonly List<AlertRule> _everywhere = [];
    private readonly Dictionary<string, List<AlertRule>> _bySession = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<AlertRule>> _byUser = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<AlertRule>> _byProject = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<AlertRule>> _byModel = new(StringComparer.Ordinal);

    internal RuleNode(IEnumerable<AlertRule> rules)
    {
        foreach (AlertRule rule in rules)
        {
            IsEmpty = false;
            PlaceOf(rule.Scope.Filter).Add(rule);
        }
    }

    /// <summary>Whether no rule reads the metric.</summary>
    internal bool IsEmpty { get; } = true;

    /// <summary>Adds the rules that may be about a record.</summary>
    internal void Collect(MetricRecord record, List<AlertRule> rules)
    {
        rules.AddRange(_everywhere);
        Add(_bySession, record.SessionId, rules);
        Add(_byUser, record.UserId, rules);
        Add(_byProject, record.Project, rules);
        Add(_byModel, record.Model, rules);
    }

    private static void Add(Dictionary<string, List<AlertRule>> places, string? key, List<AlertRule> rules)
    {
        if (key is not null && places.Count > 0 && places.TryGetValue(key, out List<AlertRule>? found))
        {
            rules.AddRange(found);
        }
    }

    private List<AlertRule> PlaceOf(MetricFilter scope) => scope switch
    {
        { SessionId: { } session } => PlaceOf(_bySession, session),
        { UserId: { } user } => PlaceOf(_byUser, user),
        { Project: { } project } => PlaceOf(_byProject, project),
        { Model: { } model } => PlaceOf(_byModel, model),
        _ => _everywhere,
    };

    private static List<AlertRule> PlaceOf(Dictionary<string, List<AlertRule>> places, string key)
    {
        if (!places.TryGetValue(key, out List<AlertRule>? place))
        {
            places[key] = place = [];
        }

        return place;
    }
}
