using System.Runtime.InteropServices;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Execution.Grouping;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>All groups of a query, to which workers add what they find. Thread-safe.</summary>
internal sealed class AggregateState : IDisposable
{
    private readonly AggregatePlan _plan;
    private readonly Lock _lock = new();
    private readonly GroupTable _groups;
    private readonly KeyTexts[] _texts;
    private readonly long[] _tuple;
    private PooledBuffer<int> _map;
    private PooledBuffer<long> _records;
    private PooledBuffer<MomentsAccumulator> _moments;
    private PooledBuffer<GroupEnds> _ends;
    private PooledBuffer<double> _quantiles;
    private PooledBuffer<long> _distinct;
    private PooledBuffer<int> _heads;
    private PooledBuffer<PieceNode> _nodes;
    private int _nodeCount;

    internal AggregateState(AggregatePlan plan)
    {
        _plan = plan;
        int keys = plan.Query.GroupBy.Count;
        _tuple = new long[1 + keys];
        _groups = new GroupTable(_tuple.Length);
        _texts = new KeyTexts[keys];
        for (int i = 0; i < keys; i++)
        {
            _texts[i] = new KeyTexts();
        }
    }

    internal int Count => _groups.Count;

    /// <summary>Records that counted.</summary>
    internal long RowCount { get; private set; }

    internal long MinTime { get; private set; } = long.MaxValue;

    internal long MaxTime { get; private set; } = long.MinValue;

    internal void Absorb(LocalAggregate local)
    {
        lock (_lock)
        {
            RowCount += local.RowCount;
            MinTime = Math.Min(MinTime, local.MinTime);
            MaxTime = Math.Max(MaxTime, local.MaxTime);
            for (int key = 0; key < _texts.Length; key++)
            {
                Translate(local.Keys[key], local.KeyCodes[key].AsSpan(0, local.Count), _texts[key]);
            }

            for (int i = 0; i < local.Count; i++)
            {
                _tuple[0] = local.BucketStarts[i];
                for (int key = 0; key < _texts.Length; key++)
                {
                    _tuple[key + 1] = local.KeyCodes[key][i];
                }

                Merge(local, i, IdOf(_tuple));
            }
        }
    }

    internal long BucketStart(int id) => _groups[id][0];

    internal int KeyCode(int id, int key) => (int)_groups[id][key + 1];

    internal string? KeyText(int key, int code) => _texts[key][code];

    internal int[] KeyRanks(int key) => _texts[key].Ranks();

    internal long Records(int id) => _records.Of(0)[id];

    internal ref MomentsAccumulator Moments(int id) => ref _moments.Of(0)[id];

    internal ref GroupEnds Ends(int id) => ref _ends.Of(0)[id];

    internal bool HasValues(int id) => _heads.Of(0)[id] != 0;

    internal Span<double> Quantiles(int id) => _quantiles.Of(0).AsSpan(id * _plan.Probabilities.Length, _plan.Probabilities.Length);

    internal ref long Distinct(int id) => ref _distinct.Of(0)[id];

    /// <summary>Computes what needs all values of a group, from its pieces, and lets them go.</summary>
    internal void Finish(int id, ref PooledBuffer<double> scratch)
    {
        int head = _heads.Of(0)[id];
        if (head <= 0)
        {
            return;
        }

        PieceNode[] nodes = _nodes.Of(0);
        int count = 0;
        for (int node = head; node != 0; node = nodes[node - 1].Next)
        {
            count += nodes[node - 1].Piece.Length;
        }

        double[] values = scratch.Of(count);
        int at = 0;
        for (int node = head; node != 0; node = nodes[node - 1].Next)
        {
            ValuePiece piece = nodes[node - 1].Piece;
            piece.Values.CopyTo(values.AsSpan(at));
            at += piece.Length;
            piece.Slab!.Release();
            nodes[node - 1].Piece = default;
        }

        if (_plan.NeedsDistinct)
        {
            Distinct(id) = CountDistinct(values.AsSpan(0, count));
        }

        if (_plan.Probabilities.Length > 0)
        {
            Internals.Statistics.Quantiles.Compute(values.AsSpan(0, count), _plan.Probabilities, Quantiles(id));
        }
    }

    public void Dispose()
    {
        PieceNode[] nodes = _nodes.Of(0);
        for (int i = 0; i < _nodeCount; i++)
        {
            nodes[i].Piece.Slab?.Release();
        }

        _groups.Dispose();
        _map.Dispose();
        _records.Dispose();
        _moments.Dispose();
        _ends.Dispose();
        _quantiles.Dispose();
        _distinct.Dispose();
        _heads.Dispose();
        _nodes.Dispose();
    }

    private static long CountDistinct(Span<double> values)
    {
        values.Sort();
        long count = values.IsEmpty ? 0 : 1;
        for (int i = 1; i < values.Length; i++)
        {
            count += values[i] == values[i - 1] ? 0 : 1;
        }

        return count;
    }

    /// <summary>Turns codes that hold within a group of rows into codes that hold throughout the query.</summary>
    private void Translate(LocalKey key, Span<int> codes, KeyTexts texts)
    {
        if (key.CodeCount > codes.Length * 4)
        {
            for (int i = 0; i < codes.Length; i++)
            {
                codes[i] = texts.CodeOf(key.TextOf(codes[i]));
            }

            return;
        }

        Span<int> map = _map.Of(key.CodeCount).AsSpan(0, key.CodeCount);
        map.Fill(-1);
        for (int i = 0; i < codes.Length; i++)
        {
            ref int known = ref map[codes[i]];
            if (known < 0)
            {
                known = texts.CodeOf(key.TextOf(codes[i]));
            }

            codes[i] = known;
        }
    }

    private int IdOf(ReadOnlySpan<long> tuple)
    {
        int before = _groups.Count;
        int id = _groups.IdOf(tuple);
        if (id < before)
        {
            return id;
        }

        if (_groups.Count > _plan.Query.MaxGroups)
        {
            throw ResultTooLargeException.OfGroups(_plan.Query.MaxGroups);
        }

        int count = _groups.Count;
        _records.Grown(count, id)[id] = 0;
        if (_plan.NeedsMoments)
        {
            _moments.Grown(count, id)[id] = default;
        }

        if (_plan.NeedsEnds)
        {
            _ends.Grown(count, id)[id] = default;
        }

        if (_plan.NeedsAllValues)
        {
            int ranks = _plan.Probabilities.Length;
            _quantiles.Grown(count * ranks, id * ranks).AsSpan(id * ranks, ranks).Clear();
            _distinct.Grown(count, id)[id] = 0;
            _heads.Grown(count, id)[id] = 0;
        }

        return id;
    }

    private void Merge(LocalAggregate local, int i, int id)
    {
        _records.Of(0)[id] += local.Records[i];
        if (_plan.NeedsMoments)
        {
            _moments.Of(0)[id].Merge(local.Moments[i]);
        }

        if (_plan.NeedsEnds)
        {
            _ends.Of(0)[id].Merge(local.Ends[i]);
        }

        if (!_plan.NeedsAllValues)
        {
            return;
        }

        if (local.Finished[i])
        {
            int ranks = _plan.Probabilities.Length;
            local.Quantiles(ranks).Slice(i * ranks, ranks).CopyTo(Quantiles(id));
            _heads.Of(0)[id] = -1;
        }
        else if (local.Pieces[i].Length > 0)
        {
            PieceNode[] nodes = _nodes.Grown(_nodeCount + 1, _nodeCount);
            nodes[_nodeCount++] = new PieceNode { Piece = local.Pieces[i], Next = _heads.Of(0)[id] };
            _heads.Of(0)[id] = _nodeCount;
        }
    }

    /// <summary>A piece of a group's values, and the place of the next one from 1; 0 for none.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct PieceNode
    {
        internal ValuePiece Piece;
        internal int Next;
    }
}
