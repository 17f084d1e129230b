using Shannon.Analytics.Storage.Execution.Aggregation;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Execution;

/// <summary>Groups of rows in order of time, and where each of them has its time to itself; from the directory alone.</summary>
internal static class GroupOrder
{
    /// <summary>The groups with rows whose times may match, the earliest first.</summary>
    /// <param name="groups">All groups.</param>
    /// <param name="predicate">What is asked for.</param>
    internal static RowGroup[] ByTime(IEnumerable<RowGroup> groups, CompiledPredicate predicate) =>
        ByTime(groups, group => group.Count > 0 && predicate.MayMatchTimes(group));

    /// <summary>The groups that are wanted, the earliest first.</summary>
    internal static RowGroup[] ByTime(IEnumerable<RowGroup> groups, Predicate<RowGroup> isWanted)
    {
        var chosen = new List<RowGroup>();
        foreach (RowGroup group in groups)
        {
            if (isWanted(group))
            {
                chosen.Add(group);
            }
            else
            {
                group.Dispose();
            }
        }

        chosen.Sort(static (a, b) => a.MinTime != b.MinTime ? a.MinTime.CompareTo(b.MinTime) : a.MinId.CompareTo(b.MinId));
        return [.. chosen];
    }

    /// <summary>
    /// For each group, in order of their first times, the time in which no other has rows; if <paramref name="byName"/> is true, no rows of its name.
    /// </summary>
    internal static TimeSpanMicros[] AloneIn(IReadOnlyList<RowGroup?> groups, bool byName)
    {
        string?[] names = new string?[groups.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = byName && groups[i]! is { KnowsNames: true, Names.Count: 1 } group ? group.Names[0].Name : null;
        }

        var alone = new TimeSpanMicros[names.Length];
        var latest = new Dictionary<string, long>(StringComparer.Ordinal);
        long latestOfMany = long.MinValue;
        long latestOfAll = long.MinValue;
        for (int i = 0; i < names.Length; i++)
        {
            long max = groups[i]!.MaxTime;
            alone[i] = new(names[i] is { } name ? Math.Max(latestOfMany, latest.GetValueOrDefault(name, long.MinValue)) : latestOfAll, 0);
            latestOfAll = Math.Max(latestOfAll, max);
            if (names[i] is { } own)
            {
                latest[own] = Math.Max(max, latest.GetValueOrDefault(own, long.MinValue));
            }
            else
            {
                latestOfMany = Math.Max(latestOfMany, max);
            }
        }

        var next = new Dictionary<string, long>(StringComparer.Ordinal);
        long nextOfMany = long.MaxValue;
        long nextOfAll = long.MaxValue;
        for (int i = names.Length - 1; i >= 0; i--)
        {
            alone[i] = alone[i] with { Before = names[i] is { } name ? Math.Min(nextOfMany, next.GetValueOrDefault(name, long.MaxValue)) : nextOfAll };
            nextOfAll = groups[i]!.MinTime;
            if (names[i] is { } own)
            {
                next[own] = groups[i]!.MinTime;
            }
            else
            {
                nextOfMany = groups[i]!.MinTime;
            }
        }

        return alone;
    }
}
