using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Execution.Grouping;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Rows in any order and of any keys: told apart by codes, and their values brought together. Owned by one worker.</summary>
internal sealed class RowsByCode(AggregatePlan plan) : IDisposable
{
    private readonly RowCodes _codes = new();
    private readonly Dictionary<long, int> _bucketPlaces = [];
    private readonly List<long> _bucketStarts = [];
    private PooledBuffer<long> _times;
    private PooledBuffer<int> _keyCodes;
    private PooledBuffer<int> _nextPlaces;
    private PooledBuffer<int> _valueRows;
    private PooledBuffer<int> _valueCodes;
    private PooledBuffer<double> _values;
    private PooledBuffer<double> _scattered;

    /// <summary>Each row's code.</summary>
    internal ReadOnlySpan<int> Codes => _codes.Codes;

    /// <summary>Gives each row the code of its group.</summary>
    internal void Find(RowGroup group, in RowSelection rows, LocalAggregate local)
    {
        _codes.Begin(rows.Count);
        Span<int> codes = _keyCodes.Of(rows.Count).AsSpan(0, rows.Count);
        if (plan.Grid is { } grid)
        {
            ReadOnlySpan<long> times = rows.Take(group.Times, ref _times);
            _bucketPlaces.Clear();
            _bucketStarts.Clear();
            long start = 1;
            long end = 0;
            int place = 0;
            for (int i = 0; i < times.Length; i++)
            {
                if (times[i] < start || times[i] >= end)
                {
                    (start, end) = grid.BucketOf(times[i]);
                    if (!_bucketPlaces.TryGetValue(start, out place))
                    {
                        place = _bucketStarts.Count;
                        _bucketPlaces.Add(start, place);
                        _bucketStarts.Add(start);
                    }
                }

                codes[i] = place;
            }

            _codes.Combine(codes, _bucketStarts.Count);
        }

        foreach (LocalKey key in local.Keys)
        {
            if (!key.IsConstant)
            {
                key.Fill(rows, codes);
                _codes.Combine(codes, key.CodeCount);
            }
        }

        _codes.Compress();
        local.Begin(_codes.Count);
        Describe(group, rows, local);
    }

    /// <summary>Says what each code stands for, by a row that has it.</summary>
    private void Describe(RowGroup group, in RowSelection rows, LocalAggregate local)
    {
        ReadOnlySpan<int> firsts = _codes.Firsts;
        Span<long> bucketStarts = local.BucketStarts;
        bucketStarts.Clear();
        if (plan.Grid is { } grid)
        {
            long start = 1;
            long end = 0;
            for (int i = 0; i < firsts.Length; i++)
            {
                long time = group.Times[rows.RowAt(firsts[i])];
                if (time < start || time >= end)
                {
                    (start, end) = grid.BucketOf(time);
                }

                bucketStarts[i] = start;
            }
        }

        local.KeyCodes = new int[local.Keys.Length][];
        int[] exampleRows = _valueRows.Of(firsts.Length);
        for (int i = 0; i < firsts.Length; i++)
        {
            exampleRows[i] = rows.RowAt(firsts[i]);
        }

        for (int key = 0; key < local.Keys.Length; key++)
        {
            int[] codes = new int[firsts.Length];
            local.Keys[key].Fill(RowSelection.List(exampleRows, firsts.Length), codes);
            local.KeyCodes[key] = codes;
        }
    }

    /// <summary>The values of each code, one code after the other; sets where each begins.</summary>
    internal ReadOnlySpan<double> Take(RowGroup group, in RowSelection rows, ValueColumn? value, LocalAggregate local)
    {
        Span<long> records = local.Records;
        ReadOnlySpan<int> codes = _codes.Codes;
        ReadOnlySpan<int> counts = _codes.Counts;
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = counts[i];
        }

        Span<int> offsets = local.Offsets;
        offsets.Clear();
        if (value is null)
        {
            return [];
        }

        RowSelection valueRows = rows;
        if (plan.CountsAll && !value.IsDense)
        {
            int[] kept = _valueRows.Of(rows.Count);
            int[] keptCodes = _valueCodes.Of(rows.Count);
            int count = 0;
            for (int i = 0; i < rows.Count; i++)
            {
                int row = rows.RowAt(i);
                kept[count] = row;
                keptCodes[count] = codes[i];
                count += value.Has(row) ? 1 : 0;
            }

            valueRows = RowSelection.List(kept, count);
            codes = keptCodes.AsSpan(0, count);
            Span<int> keptCounts = _nextPlaces.Of(counts.Length).AsSpan(0, counts.Length);
            keptCounts.Clear();
            GroupScatter.Count(codes, keptCounts);
            counts = keptCounts;
        }

        ReadOnlySpan<double> values = value.Take(valueRows, ref _values);
        if (plan.NeedsEnds)
        {
            long[] times = group.Times;
            long[] ids = group.Ids;
            for (int i = 0; i < codes.Length; i++)
            {
                int row = valueRows.RowAt(i);
                local.Ends[codes[i]].Add(times[row], ids[row], values[i]);
            }
        }

        return Scatter(values, codes, counts, offsets);
    }

    /// <summary>Brings the values of each code together, in order of rows.</summary>
    private ReadOnlySpan<double> Scatter(scoped ReadOnlySpan<double> values, scoped ReadOnlySpan<int> codes, scoped ReadOnlySpan<int> counts, scoped Span<int> offsets)
    {
        GroupScatter.Offsets(counts, offsets);
        Span<int> next = _nextPlaces.Of(counts.Length).AsSpan(0, counts.Length);
        offsets[..counts.Length].CopyTo(next);
        double[] scattered = _scattered.Of(values.Length);
        GroupScatter.Scatter(codes, values, next, scattered.AsSpan());
        return scattered.AsSpan(0, values.Length);
    }

    public void Dispose()
    {
        _codes.Dispose();
        _times.Dispose();
        _keyCodes.Dispose();
        _nextPlaces.Dispose();
        _valueRows.Dispose();
        _valueCodes.Dispose();
        _values.Dispose();
        _scattered.Dispose();
    }
}
