using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Execution.Grouping;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>What one worker found in one group of rows, by local group. Reused from one to the next.</summary>
internal sealed class LocalAggregate : IDisposable
{
    private PooledBuffer<long> _bucketStarts;
    private PooledBuffer<long> _records;
    private PooledBuffer<int> _offsets;
    private PooledBuffer<MomentsAccumulator> _moments;
    private PooledBuffer<GroupEnds> _ends;
    private PooledBuffer<CostSum> _costs;
    private PooledBuffer<ValuePiece> _pieces;
    private PooledBuffer<double> _quantiles;
    private PooledBuffer<bool> _finished;
    private PooledBuffer<int> _ids;
    private PooledBuffer<bool> _wanted;

    /// <summary>How many local groups there are.</summary>
    internal int Count { get; private set; }

    internal LocalKey[] Keys { get; set; } = [];

    /// <summary>Of each key the code of each local group.</summary>
    internal int[][] KeyCodes { get; set; } = [];

    internal Span<long> BucketStarts => _bucketStarts.Of(Count).AsSpan(0, Count);

    /// <summary>Records that count.</summary>
    internal Span<long> Records => _records.Of(Count).AsSpan(0, Count);

    /// <summary>Where each local group's values start, and behind the last one the end.</summary>
    internal Span<int> Offsets => _offsets.Of(Count + 1).AsSpan(0, Count + 1);

    internal Span<MomentsAccumulator> Moments => _moments.Of(Count).AsSpan(0, Count);

    internal Span<GroupEnds> Ends => _ends.Of(Count).AsSpan(0, Count);

    internal Span<CostSum> Costs => _costs.Of(Count).AsSpan(0, Count);

    /// <summary>Where each local group's values are kept; of length zero if it has none or is finished.</summary>
    internal Span<ValuePiece> Pieces => _pieces.Of(Count).AsSpan(0, Count);

    /// <summary>Each local group's place in the state.</summary>
    internal Span<int> Ids => _ids.Of(Count).AsSpan(0, Count);

    /// <summary>Which local groups' values the state wants to have.</summary>
    internal Span<bool> Wanted => _wanted.Of(Count).AsSpan(0, Count);

    /// <summary>Which local groups hold all of their group's values, so that their quantiles are final.</summary>
    internal Span<bool> Finished => _finished.Of(Count).AsSpan(0, Count);

    internal long RowCount { get; set; }

    internal long MinTime { get; set; }

    internal long MaxTime { get; set; }

    internal Span<double> Quantiles(int perGroup) => _quantiles.Of(Count * perGroup).AsSpan(0, Count * perGroup);

    internal void Begin(int count)
    {
        Count = count;
        Finished.Clear();
        Pieces.Clear();
        Ends.Clear();
    }

    /// <summary>Keeps only the first groups.</summary>
    internal void Truncate(int count) => Count = count;

    public void Dispose()
    {
        _bucketStarts.Dispose();
        _records.Dispose();
        _offsets.Dispose();
        _moments.Dispose();
        _ends.Dispose();
        _costs.Dispose();
        _pieces.Dispose();
        _quantiles.Dispose();
        _finished.Dispose();
        _ids.Dispose();
        _wanted.Dispose();
    }
}
