using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// The next records of a scan, read in one snapshot and good for several batches after it has been closed. Groups are opened only when their first
/// moment is reached.
/// </summary>
internal sealed class ScanPage
{
    /// <summary>Records of a page: many, because each page decodes every group that it touches.</summary>
    internal const int UsualRows = 1 << 17;

    private const int MaxStep = 32;

    private readonly List<ScanSource> _sources = [];
    private readonly List<(int Source, int Index)> _order = [];
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
        page.Fill(snapshot, query, after, rows, cancellationToken);
        return page;
    }

    /// <summary>Makes the next batch; the page is not empty.</summary>
    internal ScanBatch Next(ScanQuery query)
    {
        var builder = new ScanBatchBuilder(query, _sources, Math.Min(query.BatchSize, _order.Count - _taken));
        while (_taken < _order.Count && builder.TryAdd(_order[_taken].Source, _order[_taken].Index))
        {
            _taken++;
        }

        return builder.Build();
    }

    private void Fill(Snapshot snapshot, ScanQuery query, (long Time, long Id) after, int wanted, CancellationToken cancellationToken)
    {
        var predicate = new CompiledPredicate(query, snapshot);
        if (predicate.IsImpossible)
        {
            return;
        }

        predicate = new CompiledPredicate(query, snapshot) { From = Math.Max(predicate.From, after.Time) };
        RowGroup[] groups = GroupOrder.ByTime(snapshot.Groups, predicate);
        var heads = new PriorityQueue<int, (long Time, long Id)>();
        int rows = 0;
        int step = 1;
        for (int next = 0; ;)
        {
            while (next < groups.Length && (!heads.TryPeek(out _, out var head) || groups[next].MinTime <= head.Time))
            {
                // Ahead of need, and more of them at a time, while the page is far from full.
                step = rows < wanted ? Math.Min(step * 2, MaxStep) : 1;
                int count = Math.Min(step, groups.Length - next);
                rows += Open(groups.AsMemory(next, count), predicate, query, after, heads, cancellationToken);
                next += count;
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

            _order.Add((source, _sources[source].Index));
            Last = place;
            _sources[source].MoveNext();
            if (!_sources[source].IsAtEnd)
            {
                heads.Enqueue(source, (_sources[source].Time, _sources[source].Id));
            }
        }

        Take(query, cancellationToken);
    }

    /// <summary>Opens groups side by side; says how many rows they have.</summary>
    private int Open(ReadOnlyMemory<RowGroup> groups, CompiledPredicate predicate, ScanQuery query, (long Time, long Id) after, PriorityQueue<int, (long Time, long Id)> heads, CancellationToken cancellationToken)
    {
        var opened = new ScanSource?[groups.Length];
        ParallelScan.Run(
            groups.Length,
            Environment.ProcessorCount,
            static () => new RowMask(),
            (mask, i) => opened[i] = ScanSource.Open(groups.Span[i], predicate, query, mask, after),
            cancellationToken);
        int rows = 0;
        foreach (ScanSource? source in opened)
        {
            if (source is not null)
            {
                heads.Enqueue(_sources.Count, (source.Time, source.Id));
                _sources.Add(source);
                rows += source.Count;
            }
        }

        return rows;
    }

    /// <summary>Takes the columns of the page's records out of their groups.</summary>
    private void Take(ScanQuery query, CancellationToken cancellationToken) =>
        ParallelScan.Run(_sources.Count, Environment.ProcessorCount, static () => new RowMask(), (_, i) => _sources[i].TakeFor(query), cancellationToken);
}
