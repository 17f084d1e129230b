using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>The rules that read one metric, sorted by what their scopes ask of a record, so that of ten thousand alerts for a user each a record meets one. Not thread-safe.</summary>
internal sealed class RuleNode
{
    private readonly List<IRuleSet> _everywhere = [];
    private readonly Dictionary<string, List<IRuleSet>> _bySession = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IRuleSet>> _byUser = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IRuleSet>> _byProject = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IRuleSet>> _byModel = new(StringComparer.Ordinal);

    private int _count;

    /// <summary>Whether no rule reads the metric.</summary>
    internal bool IsEmpty => _count == 0;

    internal void Add(IRuleSet rules)
    {
        var (places, key) = PlaceFor(rules.Scope);
        (places is null ? _everywhere : PlaceOf(places, key!)).Add(rules);
        _count++;
    }

    /// <summary>Takes rules out that were added.</summary>
    internal void Remove(IRuleSet rules)
    {
        var (places, key) = PlaceFor(rules.Scope);
        List<IRuleSet> found = places is null ? _everywhere : places[key!];
        found.Remove(rules);
        _count--;
        if (places is not null && found.Count == 0)
        {
            places.Remove(key!);
        }
    }

    /// <summary>Shows a record to the rules that may be about it.</summary>
    internal void Meet(MetricRecord record, long time, long now, MetRules met)
    {
        Meet(_everywhere, record, time, now, met);
        Meet(_bySession, record.SessionId, record, time, now, met);
        Meet(_byUser, record.UserId, record, time, now, met);
        Meet(_byProject, record.Project, record, time, now, met);
        Meet(_byModel, record.Model, record, time, now, met);
    }

    /// <summary>What lies under a key, made if there is nothing yet.</summary>
    internal static TPlace PlaceOf<TKey, TPlace>(Dictionary<TKey, TPlace> places, TKey key)
        where TKey : notnull
        where TPlace : new()
    {
        if (!places.TryGetValue(key, out TPlace? place))
        {
            places[key] = place = new TPlace();
        }

        return place;
    }

    private static void Meet(Dictionary<string, List<IRuleSet>> places, string? key, MetricRecord record, long time, long now, MetRules met)
    {
        if (key is not null && places.Count > 0 && places.TryGetValue(key, out List<IRuleSet>? found))
        {
            Meet(found, record, time, now, met);
        }
    }

    private static void Meet(List<IRuleSet> found, MetricRecord record, long time, long now, MetRules met)
    {
        foreach (IRuleSet rules in found)
        {
            rules.Meet(record, time, now, met);
        }
    }

    // What a scope asks for first; without a key, everywhere.
    private (Dictionary<string, List<IRuleSet>>? Places, string? Key) PlaceFor(MetricFilter scope) => scope switch
    {
        { SessionId: { } session } => (_bySession, session),
        { UserId: { } user } => (_byUser, user),
        { Project: { } project } => (_byProject, project),
        { Model: { } model } => (_byModel, model),
        _ => (null, null),
    };
}
