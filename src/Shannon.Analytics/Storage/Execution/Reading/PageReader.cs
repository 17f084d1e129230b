using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// Finds the next page of matching records in the order (timestamp, id). Groups of rows are visited by their first moment in that order; a heap keeps
/// the best rows so far, and the search ends at the first group that begins behind the worst of a full heap. Only groups that rows of the page come
/// from are decoded whole.
/// </summary>
internal sealed class PageReader : IDisposable
{
    /// <summary>Groups that keep what they decoded for the predicate until the page is made; others decode it again.</summary>
    private const int MaxOpenGroups = 16;

    private readonly MetricQuery _query;
    private readonly CompiledPredicate _predicate;
    private readonly bool _ascending;
    private readonly int _wanted;
    private readonly long _asOfId;
    private readonly RowMask _mask = new();
    private readonly PriorityQueue<Candidate, (long Time, long Id)> _best;

    private PageReader(Snapshot snapshot, MetricQuery query, int pageSize)
    {
        _query = query;
        _wanted = pageSize;
        _ascending = query.Order == RecordOrder.Ascending;
        _asOfId = query.After?.AsOfId ?? (snapshot.NextId - 1);
        _predicate = new CompiledPredicate(query, snapshot, _asOfId);
        if (query.After is { } cursor)
        {
            _predicate = _ascending
                ? new CompiledPredicate(query, snapshot, _asOfId) { From = Math.Max(_predicate.From, cursor.TimestampMicros) }
                : new CompiledPredicate(query, snapshot, _asOfId) { To = Math.Min(_predicate.To, cursor.TimestampMicros) };
        }

        _best = new PriorityQueue<Candidate, (long Time, long Id)>(WorstFirst(_ascending));
    }

    internal static RecordPage Read(Snapshot snapshot, MetricQuery query, int pageSize, CancellationToken cancellationToken)
    {
        using var reader = new PageReader(snapshot, query, pageSize);
        return reader.Read(snapshot, cancellationToken);
    }

    public void Dispose() => _mask.Dispose();

    private static Comparer<(long Time, long Id)> WorstFirst(bool ascending) =>
        ascending
            ? Comparer<(long Time, long Id)>.Create(static (a, b) => b.CompareTo(a))
            : Comparer<(long Time, long Id)>.Create(static (a, b) => a.CompareTo(b));

    private RecordPage Read(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (_predicate.IsImpossible)
        {
            return new RecordPage([], null);
        }

        RowGroup[] groups = GroupOrder.ByTime(snapshot.GroupsFor(_predicate), _predicate);
        if (!_ascending)
        {
            Array.Sort(groups, static (a, b) => b.MaxTime.CompareTo(a.MaxTime));
        }

        int visited = 0;
        try
        {
            while (visited < groups.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                RowGroup group = groups[visited];
                if (_best.Count == _wanted && _best.TryPeek(out _, out var worst) && (_ascending ? group.MinTime > worst.Time : group.MaxTime < worst.Time))
                {
                    break;
                }

                visited++;
                Visit(group);
                if (visited > MaxOpenGroups)
                {
                    group.Dispose();
                }
            }

            return MakePage(cancellationToken);
        }
        finally
        {
            foreach (RowGroup group in groups.AsSpan(0, visited))
            {
                group.Dispose();
            }
        }
    }

    /// <summary>Makes the records group by group, so that only one group is decoded at a time.</summary>
    private RecordPage MakePage(CancellationToken cancellationToken)
    {
        var records = new MetricRecord[_best.Count];
        var rows = new Dictionary<RowGroup, List<(int Place, int Row)>>();
        (long Time, long Id) last = default;
        for (int i = records.Length - 1; i >= 0; i--)
        {
            _best.TryDequeue(out Candidate candidate, out var place);
            last = i == records.Length - 1 ? place : last;
            if (!rows.TryGetValue(candidate.Group, out var list))
            {
                rows.Add(candidate.Group, list = []);
            }

            list.Add((i, candidate.Row));
        }

        foreach (var (group, list) in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A segment decodes few of its rows by themselves; they are numbered anew then.
            using RowGroup? few = group.Only([.. list.Select(static one => one.Row)]) as RowGroup;
            var source = new BlockRecords((few ?? group).Decode(), group.Names, group.Sessions);
            for (int i = 0; i < list.Count; i++)
            {
                records[list[i].Place] = source.Materialise(few is null ? list[i].Row : i);
            }

            group.Dispose();
        }

        return new RecordPage(records, records.Length == _wanted ? new RecordCursor(last.Time, last.Id, _asOfId) : null);
    }

    private void Visit(RowGroup group)
    {
        if (_predicate.WantedNames(group) is not { } wanted)
        {
            return;
        }

        RowSelection rows = _predicate.Select(group, wanted, _mask, null);
        if (rows.Count == 0)
        {
            return;
        }

        long[] times = group.Times;
        long[] ids = group.Ids;
        for (int i = 0; i < rows.Count; i++)
        {
            int row = rows.RowAt(_ascending ? i : rows.Count - 1 - i);
            (long Time, long Id) place = (times[row], ids[row]);
            if (_query.After is { } cursor && Compare(place, (cursor.TimestampMicros, cursor.Id)) <= 0)
            {
                continue;
            }

            if (_best.Count < _wanted)
            {
                _best.Enqueue(new Candidate(group, row), place);
            }
            else if (_best.TryPeek(out _, out var worst) && Compare(place, worst) < 0)
            {
                _best.EnqueueDequeue(new Candidate(group, row), place);
            }
            else if (group.IsTimeOrdered)
            {
                break;
            }
        }
    }

    /// <summary>Below zero if the first comes earlier in the order asked for.</summary>
    private int Compare((long Time, long Id) place, (long Time, long Id) other) => _ascending ? place.CompareTo(other) : other.CompareTo(place);

    private readonly record struct Candidate(RowGroup Group, int Row);
}
