using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>Finds the next records by rising id. Groups are visited by their least id; a heap keeps the least ids so far.</summary>
internal static class ChangeReader
{
    internal static IReadOnlyList<MetricChange> Read(Snapshot snapshot, long afterId, int limit, CancellationToken cancellationToken)
    {
        var groups = new List<RowGroup>();
        foreach (RowGroup group in snapshot.Groups)
        {
            if (group.MaxId > afterId && group.Count > 0)
            {
                groups.Add(group);
            }
        }

        groups.Sort(static (a, b) => a.MinId.CompareTo(b.MinId));
        var best = new PriorityQueue<(RowGroup Group, int Row), long>(Comparer<long>.Create(static (a, b) => b.CompareTo(a)));
        try
        {
            foreach (RowGroup group in groups)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (best.Count == limit && best.TryPeek(out _, out long greatest) && group.MinId > greatest)
                {
                    break;
                }

                Visit(group, afterId, limit, best);
                group.Dispose();
            }

            return Make(snapshot, best, cancellationToken);
        }
        finally
        {
            groups.ForEach(static group => group.Dispose());
        }
    }

    private static void Visit(RowGroup group, long afterId, int limit, PriorityQueue<(RowGroup Group, int Row), long> best)
    {
        int[]? dead = group.DeadRows(long.MaxValue);
        long[] ids = group.Ids;
        for (int i = 0; i < group.Count; i++)
        {
            long id = ids[i];
            if (id <= afterId || (best.Count == limit && best.TryPeek(out _, out long greatest) && id > greatest) || (dead is not null && Array.BinarySearch(dead, i) >= 0))
            {
                continue;
            }

            if (best.Count == limit)
            {
                best.EnqueueDequeue((group, i), id);
            }
            else
            {
                best.Enqueue((group, i), id);
            }
        }
    }

    private static MetricChange[] Make(Snapshot snapshot, PriorityQueue<(RowGroup Group, int Row), long> best, CancellationToken cancellationToken)
    {
        var changes = new MetricChange[best.Count];
        var rowsOf = new Dictionary<RowGroup, List<(int Place, int Row)>>();
        for (int i = changes.Length - 1; i >= 0; i--)
        {
            var (group, row) = best.Dequeue();
            if (!rowsOf.TryGetValue(group, out List<(int Place, int Row)>? rows))
            {
                rowsOf.Add(group, rows = []);
            }

            rows.Add((i, row));
        }

        foreach (var (group, rows) in rowsOf)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var records = new BlockRecords(group.Decode(), group.Names, group.Sessions);
            foreach (var (place, row) in rows)
            {
                MetricRecord record = records.Materialise(row);
                changes[place] = new MetricChange(record, record.Key is null ? null : group.ReplacedBy(row) ?? snapshot.Dead.ReplacedOf(record.Id));
            }

            group.Dispose();
        }

        return changes;
    }
}
