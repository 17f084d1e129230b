using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Finds the next page of matching records in the order (timestamp, id). Groups of rows are visited by their first moment in that order; a heap
/// keeps the best rows so far, and the search ends at the first group that begins behind the worst of a full heap. Only groups that rows of the
/// page come from are decoded whole.
/// </summary>
internal sealed class PageReader
{
    /// <summary>Groups that keep what they decoded for the filter until the page is made; others decode it again.</summary>
    private const int MaxOpenGroups = 16;

    private readonly MetricQuery _query;
    private readonly int _wanted;
    private readonly bool _ascending;
    private readonly long _asOf;
    private readonly long _from;
    private readonly long _to;
    private readonly PriorityQueue<Candidate, (long Time, long Id)> _best;

    private PageReader(Snapshot snapshot, MetricQuery query, int wanted)
    {
        _query = query;
        _wanted = wanted;
        _ascending = query.Order == RecordOrder.Ascending;
        _asOf = query.After?.AsOfId ?? (snapshot.NextId - 1);
        _from = query.Range.StartMicros;
        _to = query.Range.EndMicros;
        if (query.After is { } cursor)
        {
            _from = _ascending ? Math.Max(_from, cursor.TimestampMicros) : _from;
            _to = _ascending ? _to : Math.Min(_to, cursor.TimestampMicros);
        }

        _best = new(_ascending
            ? Comparer<(long Time, long Id)>.Create(static (a, b) => b.CompareTo(a))
            : Comparer<(long Time, long Id)>.Create(static (a, b) => a.CompareTo(b)));
    }

    internal static RecordPage Read(Snapshot snapshot, MetricQuery query, int pageSize, CancellationToken cancellationToken)
    {
        long? session = null;
        if (query.SessionId is { } wanted && (session = snapshot.FindSession(wanted)) is null)
        {
            return new RecordPage([], null);
        }

        var reader = new PageReader(snapshot, query, pageSize);
        return reader.Read(snapshot, session, cancellationToken);
    }

    private RecordPage Read(Snapshot snapshot, long? session, CancellationToken cancellationToken)
    {
        var open = new List<RowGroup>();
        try
        {
            foreach (RowGroup group in InOrder(snapshot))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_best.Count == _wanted && _best.TryPeek(out _, out var worst) && (_ascending ? group.MinTime > worst.Time : group.MaxTime < worst.Time))
                {
                    break;
                }

                if (session is { } id && !group.MayHoldSession(id))
                {
                    continue;
                }

                open.Add(group);
                Visit(group);
                if (open.Count > MaxOpenGroups)
                {
                    group.Dispose();
                }
            }

            return MakePage(cancellationToken);
        }
        finally
        {
            open.ForEach(group => group.Dispose());
        }
    }

    private List<RowGroup> InOrder(Snapshot snapshot)
    {
        var chosen = new List<RowGroup>();
        foreach (RowGroup group in snapshot.Groups)
        {
            if (group.MinId <= _asOf && group.MaxTime >= _from && group.MinTime <= _to)
            {
                chosen.Add(group);
            }
        }

        chosen.Sort(_ascending ? static (a, b) => a.MinTime.CompareTo(b.MinTime) : static (a, b) => b.MaxTime.CompareTo(a.MaxTime));
        return chosen;
    }

    private void Visit(RowGroup group)
    {
        if (RowFilter.Make(_query, group) is not { } filter)
        {
            return;
        }

        int[]? dead = group.DeadRows(_asOf);
        long[] times = group.Times;
        long[] ids = group.Ids;
        bool ordered = group.IsTimeOrdered;
        int start = ordered ? LowerBound(times.AsSpan(0, group.Count), _from) : 0;
        int end = ordered && _to < long.MaxValue ? LowerBound(times.AsSpan(0, group.Count), _to + 1) : group.Count;
        for (int step = start; step < end; step++)
        {
            int i = _ascending ? step : end - 1 - (step - start);
            (long Time, long Id) place = (times[i], ids[i]);
            if (place.Time < _from || place.Time > _to || place.Id > _asOf || IsBeforeCursor(place))
            {
                continue;
            }

            if (_best.Count == _wanted && _best.TryPeek(out _, out var worst))
            {
                int order = place.CompareTo(worst);
                if (_ascending ? order > 0 : order < 0)
                {
                    if (ordered)
                    {
                        break;
                    }

                    continue;
                }
            }

            if (!filter.Matches(i) || (dead is not null && Array.BinarySearch(dead, i) >= 0))
            {
                continue;
            }

            if (_best.Count == _wanted)
            {
                _best.EnqueueDequeue(new Candidate(group, i), place);
            }
            else
            {
                _best.Enqueue(new Candidate(group, i), place);
            }
        }
    }

    private bool IsBeforeCursor((long Time, long Id) place)
    {
        if (_query.After is not { } cursor)
        {
            return false;
        }

        int order = place.CompareTo((cursor.TimestampMicros, cursor.Id));
        return _ascending ? order <= 0 : order >= 0;
    }

    /// <summary>Makes the records group by group, so that only one group is decoded whole at a time.</summary>
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
            var source = new BlockRecords(group.Decode(), group.Names, group.Sessions);
            foreach (var (place, row) in list)
            {
                records[place] = source.Materialise(row);
            }

            group.Dispose();
        }

        return new RecordPage(records, records.Length == _wanted ? new RecordCursor(last.Time, last.Id, _asOf) : null);
    }

    private static int LowerBound(ReadOnlySpan<long> times, long time)
    {
        int low = 0;
        int high = times.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (times[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private readonly record struct Candidate(RowGroup Group, int Row);
}
