using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Execution.Grouping;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>The groups of a query by bucket and keys, each with a number from 0, and what is known of them but values. Not thread-safe.</summary>
internal sealed class AggregateGroups : IDisposable
{
    private readonly AggregatePlan _plan;
    private readonly GroupTable _table;
    private readonly KeyTexts[] _texts;
    private readonly long[] _tuple;
    private PooledBuffer<int> _map;
    private PooledBuffer<long> _records;
    private PooledBuffer<MomentsAccumulator> _moments;
    private PooledBuffer<GroupEnds> _ends;
    private PooledBuffer<CostSum> _costs;
    private PooledBuffer<double> _quantiles;
    private PooledBuffer<long> _distinct;

    internal AggregateGroups(AggregatePlan plan)
    {
        _plan = plan;
        int keys = plan.Query.GroupBy.Count;
        _tuple = new long[1 + keys];
        _table = new GroupTable(_tuple.Length);
        _texts = new KeyTexts[keys];
        for (int i = 0; i < keys; i++)
        {
            _texts[i] = new KeyTexts();
        }
    }

    internal int Count => _table.Count;

    internal long BucketStart(int id) => _table[id][0];

    internal int KeyCode(int id, int key) => (int)_table[id][key + 1];

    internal string? KeyText(int key, int code) => _texts[key][code];

    internal int[] KeyRanks(int key) => _texts[key].Ranks();

    internal long Records(int id) => _records.Of(0)[id];

    internal ref MomentsAccumulator Moments(int id) => ref _moments.Of(0)[id];

    internal ref GroupEnds Ends(int id) => ref _ends.Of(0)[id];

    internal CostSum Costs(int id) => _plan.NeedsCosts ? _costs.Of(0)[id] : default;

    internal Span<double> Quantiles(int id) => _quantiles.Of(0).AsSpan(id * _plan.Probabilities.Length, _plan.Probabilities.Length);

    internal ref long Distinct(int id) => ref _distinct.Of(0)[id];

    /// <summary>Finds each local group among the query's, and turns its key codes into ones that hold throughout the query.</summary>
    /// <exception cref="ResultTooLargeException">There are more groups than the query allows.</exception>
    internal void Resolve(LocalAggregate local)
    {
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

            local.Ids[i] = IdOf(_tuple);
        }
    }

    /// <summary>Adds what a worker found of a local group.</summary>
    internal void Merge(LocalAggregate local, int i, int id)
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

        if (_plan.NeedsCosts)
        {
            _costs.Of(0)[id].Merge(local.Costs[i]);
        }
    }

    public void Dispose()
    {
        _table.Dispose();
        _map.Dispose();
        _records.Dispose();
        _moments.Dispose();
        _ends.Dispose();
        _costs.Dispose();
        _quantiles.Dispose();
        _distinct.Dispose();
    }

    /// <summary>Turns codes that hold within a group of rows into codes that hold throughout the query.</summary>
    private void Translate(LocalKey key, Span<int> codes, KeyTexts texts)
    {
        if (key.CodeCount > codes.Length * 4)
        {
            for (int i = 0; i < codes.Length; i++)
            {
                codes[i] = texts.CodeOf(key, codes[i]);
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
                known = texts.CodeOf(key, codes[i]);
            }

            codes[i] = known;
        }
    }

    private int IdOf(ReadOnlySpan<long> tuple)
    {
        int before = _table.Count;
        int id = _table.IdOf(tuple);
        if (id < before)
        {
            return id;
        }

        if (_table.Count > _plan.Query.MaxGroups)
        {
            throw ResultTooLargeException.OfGroups(_plan.Query.MaxGroups);
        }

        int count = _table.Count;
        _records.Grown(count, id)[id] = 0;
        if (_plan.NeedsMoments)
        {
            _moments.Grown(count, id)[id] = default;
        }

        if (_plan.NeedsEnds)
        {
            _ends.Grown(count, id)[id] = default;
        }

        if (_plan.NeedsCosts)
        {
            _costs.Grown(count, id)[id] = default;
        }

        if (_plan.NeedsAllValues)
        {
            int ranks = _plan.Probabilities.Length;
            _quantiles.Grown(count * ranks, id * ranks).AsSpan(id * ranks, ranks).Clear();
            _distinct.Grown(count, id)[id] = 0;
        }

        return id;
    }
}
