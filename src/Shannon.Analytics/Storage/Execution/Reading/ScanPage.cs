using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// The next records of a scan, read in one snapshot and good for several batches after it has been closed. Groups are opened only when their first
/// moment is reached.
/// </summary>
internal sealed class ScanPage : IDisposable
{
    /// <summary>Records of a page: many, because each page decodes every group that it touches.</summary>
    internal const int UsualRows = 1 << 17;

    private readonly List<ScanSource> _sources = [];
    private readonly List<(int Source, int Row)> _order = [];
    private int _taken;

    private ScanPage()
    {
    }

    /// <summary>True if behind the last record of the page there are none.</summary>
    internal bool IsLast { get; private set; } = true;

    internal bool IsEmpty => _taken == _order.Count;

    /// <summary>The place of the last record.</summary>
    internal (long Time, long Id) Last { get; private set; }

    internal static ScanPage Read(Snapshot snapshot, ScanQuery query, (long Time, long Id) after, int rows, CancellationToken cancellationToken)
    {
        var page = new ScanPage { Last = after };
        try
        {
            page.Fill(snapshot, query, after, rows, cancellationToken);
            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    /// <summary>Makes the next batch; the page is not empty.</summary>
    internal ScanBatch Take(ScanQuery query)
    {
        var builder = new ScanBatchBuilder(query, _sources, Math.Min(query.BatchSize, _order.Count - _taken));
        while (_taken < _order.Count && builder.TryAdd(_order[_taken].Source, _order[_taken].Row))
        {
            _taken++;
        }

        return builder.Build();
    }

    public void Dispose() => _sources.ForEach(static source => source.Dispose());

    private void Fill(Snapshot snapshot, ScanQuery query, (long Time, long Id) after, int wanted, CancellationToken cancellationToken)
    {
        var predicate = new CompiledPredicate(query, snapshot);
        if (predicate.IsImpossible)
        {
            return;
        }

        predicate = new CompiledPredicate(query, snapshot) { From = Math.Max(predicate.From, after.Time) };
        RowGroup[] groups = GroupOrder.ByTime(snapshot.Groups, predicate);
        using var mask = new RowMask();
        var heads = new PriorityQueue<int, (long Time, long Id)>();
        for (int next = 0; ;)
        {
            while (next < groups.Length && (!heads.TryPeek(out _, out var head) || groups[next].MinTime <= head.Time))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Open(groups[next++], predicate, mask, after, heads);
            }

            if (!heads.TryDequeue(out int source, out var place))
            {
                break;
            }

            if (_order.Count == wanted)
            {
                IsLast = false;
                break;
            }

            if ((_order.Count & 0xFFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            _order.Add((source, _sources[source].Row));
            Last = place;
            _sources[source].MoveNext();
            if (!_sources[source].IsAtEnd)
            {
                heads.Enqueue(source, (_sources[source].Time, _sources[source].Id));
            }
        }

        DecodeUsed(query);
    }

    private void Open(RowGroup group, CompiledPredicate predicate, RowMask mask, (long Time, long Id) after, PriorityQueue<int, (long Time, long Id)> heads)
    {
        ScanSource? source;
        try
        {
            source = ScanSource.Open(group, predicate, mask, after);
        }
        catch
        {
            group.Dispose();
            throw;
        }

        if (source is null)
        {
            group.Dispose();
            return;
        }

        heads.Enqueue(_sources.Count, (source.Time, source.Id));
        _sources.Add(source);
    }

    /// <summary>Decodes what records of the page come from, and lets the rest go.</summary>
    private void DecodeUsed(ScanQuery query)
    {
        var used = new HashSet<int>();
        foreach (var (source, _) in _order)
        {
            if (used.Add(source))
            {
                _sources[source].DecodeFor(query);
            }
        }

        for (int i = 0; i < _sources.Count; i++)
        {
            if (!used.Contains(i))
            {
                _sources[i].Dispose();
            }
        }
    }
}
