using System.Globalization;

namespace ClaudeUsage.Totals;

/// <summary>Adds entries up, in any order, by every breakdown at once.</summary>
internal sealed class UsageReportBuilder
{
    private readonly UsageTotals _totals = new();
    private readonly Dictionary<DateOnly, UsageTotals> _days = [];
    private readonly Dictionary<string, UsageTotals> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UsageTotals> _projects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SessionUsage> _sessions = new(StringComparer.Ordinal);
    private UsageEntry? _latest;

    public void Add(in UsageEntry entry)
    {
        _totals.Add(entry);
        _latest = _latest is { } latest && latest.Timestamp >= entry.Timestamp ? latest : entry;
        Of(_days, DateOnly.FromDateTime(entry.Timestamp.UtcDateTime)).Add(entry);
        Of(_models, entry.Model).Add(entry);
        Of(_projects, entry.Project).Add(entry);
        Of(_sessions, entry.Session).Add(entry);
    }

    public UsageReport Build() => new()
    {
        Totals = _totals,
        Latest = _latest,
        Days = [.. _days.OrderBy(day => day.Key).Select(day => new UsageGroup(day.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.Value))],
        Models = DearestFirst(_models),
        Projects = DearestFirst(_projects),
        Sessions =
        [
            .. _sessions
                .OrderBy(session => session.Value.Totals.Last)
                .ThenBy(session => session.Key, StringComparer.Ordinal)
                .Select(session => new UsageGroup(session.Key, session.Value.Totals, session.Value.Project)),
        ],
    };

    private static List<UsageGroup> DearestFirst(Dictionary<string, UsageTotals> groups) =>
    [
        .. groups
            .OrderByDescending(group => group.Value.Cost ?? 0)
            .ThenByDescending(group => group.Value.Tokens)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new UsageGroup(group.Key, group.Value)),
    ];

    private static TValue Of<TKey, TValue>(Dictionary<TKey, TValue> groups, TKey key)
        where TKey : notnull
        where TValue : new()
    {
        if (!groups.TryGetValue(key, out TValue? group))
        {
            groups[key] = group = new TValue();
        }

        return group;
    }

    private sealed class SessionUsage
    {
        private DateTimeOffset _projectAt = DateTimeOffset.MinValue;

        public UsageTotals Totals { get; } = new();

        public string? Project { get; private set; }

        public void Add(in UsageEntry entry)
        {
            Totals.Add(entry);

            // Ties go to the ordinally smallest name, so that the order of entries does not matter.
            if (Project is null || entry.Timestamp > _projectAt || (entry.Timestamp == _projectAt && string.CompareOrdinal(entry.Project, Project) < 0))
            {
                Project = entry.Project;
                _projectAt = entry.Timestamp;
            }
        }
    }
}
