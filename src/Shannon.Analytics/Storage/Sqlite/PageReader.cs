using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Finds the next page of matching records in the order (timestamp, id). Blocks are visited by their first moment in that order; a heap keeps
/// the best rows so far, and the search ends at the first block that begins behind the worst of a full heap.
/// </summary>
internal static class PageReader
{
    internal static RecordPage Read(Snapshot snapshot, MetricQuery query, int pageSize, CancellationToken cancellationToken)
    {
        bool ascending = query.Order == RecordOrder.Ascending;
        long asOf = query.After?.AsOfId ?? (snapshot.NextId - 1);
        long from = query.Range.StartMicros;
        long to = query.Range.EndMicros;
        if (query.After is { } cursor)
        {
            from = ascending ? Math.Max(from, cursor.TimestampMicros) : from;
            to = ascending ? to : Math.Min(to, cursor.TimestampMicros);
        }

        int wanted = pageSize;
        var best = new PriorityQueue<Candidate, (long Time, long Id)>(WorstFirst(ascending));
        foreach (JournalRow row in InOrder(snapshot.Rows, from, to, asOf, ascending))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (best.Count == wanted && best.TryPeek(out _, out var worst) && (ascending ? row.MinTime > worst.Time : row.MaxTime < worst.Time))
            {
                break;
            }

            Visit(snapshot, row, query, from, to, asOf, wanted, best);
        }

        var records = new MetricRecord[best.Count];
        (long Time, long Id) last = default;
        for (int i = records.Length - 1; i >= 0; i--)
        {
            best.TryDequeue(out Candidate candidate, out var place);
            last = i == records.Length - 1 ? place : last;
            records[i] = candidate.Source.Materialise(candidate.Row);
        }

        bool more = records.Length == wanted;
        return new RecordPage(records, more ? new RecordCursor(last.Time, last.Id, asOf) : null);
    }

    private static Comparer<(long Time, long Id)> WorstFirst(bool ascending) =>
        ascending
            ? Comparer<(long Time, long Id)>.Create(static (a, b) => b.CompareTo(a))
            : Comparer<(long Time, long Id)>.Create(static (a, b) => a.CompareTo(b));

    private static List<JournalRow> InOrder(IReadOnlyList<JournalRow> rows, long from, long to, long asOf, bool ascending)
    {
        var chosen = new List<JournalRow>();
        foreach (JournalRow row in rows)
        {
            if (row.FirstId <= asOf && row.MaxTime >= from && row.MinTime <= to)
            {
                chosen.Add(row);
            }
        }

        chosen.Sort(ascending ? static (a, b) => a.MinTime.CompareTo(b.MinTime) : static (a, b) => b.MaxTime.CompareTo(a.MaxTime));
        return chosen;
    }

    private static void Visit(Snapshot snapshot, in JournalRow row, MetricQuery query, long from, long to, long asOf, int wanted, PriorityQueue<Candidate, (long Time, long Id)> best)
    {
        DecodedBlock block = snapshot.Load(row);
        MetricName[] names = snapshot.NamesOf(block);
        SessionInfo[] sessions = snapshot.SessionsOf(block);
        if (RowFilter.Make(query, block, names, sessions) is not { } filter)
        {
            return;
        }

        bool ascending = query.Order == RecordOrder.Ascending;
        HashSet<long>? dead = snapshot.DeadIn(row.FirstId, row.Count, asOf);
        var source = new BlockRecords(block, names, sessions);
        for (int i = 0; i < block.Count; i++)
        {
            (long Time, long Id) place = (block.Times[i], row.FirstId + i);
            if (place.Time < from || place.Time > to || place.Id > asOf)
            {
                continue;
            }

            if (query.After is { } cursor)
            {
                int order = place.CompareTo((cursor.TimestampMicros, cursor.Id));
                if (ascending ? order <= 0 : order >= 0)
                {
                    continue;
                }
            }

            if (best.Count == wanted && best.TryPeek(out _, out var worst))
            {
                int order = place.CompareTo(worst);
                if (ascending ? order > 0 : order < 0)
                {
                    continue;
                }
            }

            if (!filter.Matches(i) || dead?.Contains(place.Id) == true)
            {
                continue;
            }

            if (best.Count == wanted)
            {
                best.EnqueueDequeue(new Candidate(source, i), place);
            }
            else
            {
                best.Enqueue(new Candidate(source, i), place);
            }
        }
    }

    private readonly record struct Candidate(BlockRecords Source, int Row);
}
