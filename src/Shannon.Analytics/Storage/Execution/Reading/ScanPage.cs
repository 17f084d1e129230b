using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// The next records of a scan, read in one snapshot and good for several batches after it has been closed. Groups are opened only when their first
/// moment is reached. Disposal gives pooled memory back.
/// </summary>
internal sealed class ScanPage : IDisposable
{
    /// <summary>Records of a page: many, because each page decodes every group that it touches.</summary>
    internal const int UsualRows = 1 << 17;

    private const int MaxStep = 32;

    private readonly List<ScanSource> _sources = [];
    private int[] _order = [];
    private int[] _counts = [];
    private ScanBatchBuilder? _builder;
    private int _taken;

    private ScanPage()
    {
    }

    /// <summary>True if behind the last record of the page there are none.</summary>
    internal bool IsLast { get; private set; } = true;

    internal bool IsEmpty => _taken == _order.Length;

    /// <summary>The place of the last record.</summary>
    internal (long Time, long Id) Last { get; private set; }

    internal static ScanPage Read(Snapshot snapshot, ScanQuery query, (long Time, long Id) after, int rows, CancellationToken cancellationToken)
    {
        var page = new ScanPage { Last = after };
        var predicate = new CompiledPredicate(query, snapshot);
        if (!predicate.IsImpossible)
        {
            predicate = new CompiledPredicate(query, snapshot) { From = Math.Max(predicate.From, after.Time) };
            page.Fill(GroupOrder.ByTime(snapshot.GroupsFor(predicate), predicate), predicate, query, after, rows, cancellationToken);
        }

        return page;
    }

    /// <summary>Makes the next batch; the page is not empty.</summary>
    internal ScanBatch Next(ScanQuery query)
    {
        _builder ??= new ScanBatchBuilder(query, _sources);
        ScanBatch batch = _builder.Build(_order.AsSpan(_taken, Math.Min(query.BatchSize, _order.Length - _taken)));
        _taken += batch.Count;
        return batch;
    }

    public void Dispose() => _sources.ForEach(static source => source.Dispose());

    private void Fill(RowGroup[] groups, CompiledPredicate predicate, ScanQuery query, (long Time, long Id) after, int wanted, CancellationToken cancellationToken)
    {
        // Rows before the first moment of the groups that are still closed have found their place.
        int next = 0;
        int step = 1;
        int rows;
        while ((rows = CountBefore(EndOf(groups, next))) < wanted && next < groups.Length)
        {
            // More of them at a time while the page is far from full.
            step = Math.Min(step * 2, MaxStep);
            int count = Math.Min(step, groups.Length - next);
            Open(groups.AsMemory(next, count), predicate, query, after, cancellationToken);
            next += count;
        }

        long? end = EndOf(groups, next);
        IsLast = rows <= wanted && end is null;
        Cut(rows > wanted ? EndOfRows(wanted, end) : end);
        _order = ScanOrder.Merge(_sources, _counts);
        if (_order.Length > wanted)
        {
            Array.Resize(ref _order, wanted);
        }

        CountOrder();
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                (long, long) last = (_sources[i].Times[_counts[i] - 1], _sources[i].Ids[_counts[i] - 1]);
                Last = last.CompareTo(Last) > 0 ? last : Last;
            }
        }

        Take(query, cancellationToken);
    }

    /// <summary>The moment at which the next group begins; null if all are open.</summary>
    private static long? EndOf(RowGroup[] groups, int next) => next < groups.Length ? groups[next].MinTime : null;

    private int CountBefore(long? end)
    {
        int rows = 0;
        foreach (ScanSource source in _sources)
        {
            rows += end is { } time ? source.CountBefore(time) : source.Count;
        }

        return rows;
    }

    /// <summary>The least moment before which enough rows lie.</summary>
    private long? EndOfRows(int wanted, long? end)
    {
        long low = _sources.Min(source => source.Times[0]);
        long high = end ?? _sources.Max(source => source.Times[^1]);
        while (low < high)
        {
            long middle = low + (long)((ulong)(high - low) / 2);
            (low, high) = CountBefore(middle) >= wanted ? (low, middle) : (middle + 1, high);
        }

        return CountBefore(low) >= wanted ? low : end;
    }

    private void Cut(long? end)
    {
        _counts = new int[_sources.Count];
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] = end is { } time ? _sources[i].CountBefore(time) : _sources[i].Count;
        }
    }

    private void CountOrder()
    {
        Array.Clear(_counts);
        foreach (int source in _order)
        {
            _counts[source]++;
        }
    }

    /// <summary>Opens groups side by side.</summary>
    private void Open(ReadOnlyMemory<RowGroup> groups, CompiledPredicate predicate, ScanQuery query, (long Time, long Id) after, CancellationToken cancellationToken)
    {
        var opened = new ScanSource?[groups.Length];
        ParallelScan.Run(
            groups.Length,
            Environment.ProcessorCount,
            static () => new RowMask(),
            (mask, i) => opened[i] = ScanSource.Open(groups.Span[i], predicate, query, mask, after),
            cancellationToken);
        _sources.AddRange(opened.OfType<ScanSource>());
    }

    /// <summary>Takes the columns of the page's records out of their groups.</summary>
    private void Take(ScanQuery query, CancellationToken cancellationToken) =>
        ParallelScan.Run(_sources.Count, Environment.ProcessorCount, static () => new RowMask(), (_, i) => _sources[i].TakeFor(query, _counts[i]), cancellationToken);
}
