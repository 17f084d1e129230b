using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Execution.Grouping;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>
/// Aggregates one group of rows at a time and hands what it found to the shared state. Rows in order of time and with constant keys fall into runs,
/// one per bucket, whose values go to the kernels as they lie; all others are told apart by codes and brought together first.
/// </summary>
internal sealed class AggregateWorker(AggregatePlan plan, AggregateState state) : IDisposable
{
    private readonly RollupScan _rollups = new(plan, state);
    private readonly RowMask _mask = new();
    private readonly RowCodes _codes = new();
    private readonly LocalAggregate _local = new();
    private readonly ValueSlabWriter _slabs = new();
    private readonly Dictionary<long, int> _bucketPlaces = [];
    private readonly List<long> _bucketStarts = [];
    private PooledBuffer<long> _times;
    private PooledBuffer<int> _keyCodes;
    private PooledBuffer<int> _nextPlaces;
    private PooledBuffer<int> _valueRows;
    private PooledBuffer<int> _valueCodes;
    private PooledBuffer<double> _values;
    private PooledBuffer<double> _scattered;
    private PooledBuffer<double> _scratch;

    /// <summary>Aggregates a group of rows whose times may match.</summary>
    /// <param name="group">The rows.</param>
    /// <param name="predicate">Which of them.</param>
    /// <param name="alone">The time for which this group of rows has everything that can fall into its groups.</param>
    internal void Process(RowGroup group, CompiledPredicate predicate, TimeSpanMicros alone)
    {
        if (predicate.WantedNames(group) is { } wanted)
        {
            Process(group, predicate, wanted, alone);
        }
    }

    /// <summary>The same, from a rollup where there is one; records serve only the ends of the range.</summary>
    /// <param name="group">The rows.</param>
    /// <param name="predicate">Which of them.</param>
    /// <param name="pass">The same within the time that is being read: what a rollup stands for must not hang on it.</param>
    /// <param name="alone">The time for which this group of rows has everything that can fall into its groups.</param>
    internal void ProcessRollup(RowGroup group, CompiledPredicate predicate, CompiledPredicate pass, TimeSpanMicros alone)
    {
        if (predicate.WantedNames(group) is not { } wanted)
        {
            return;
        }

        if (!predicate.CoversIdsOf(group) || !_rollups.TryTake(group, wanted, predicate.From, predicate.To, alone))
        {
            Process(group, pass, wanted, default);
            return;
        }

        foreach (var (from, to) in _rollups.Left)
        {
            Process(group, pass.Within(from, to), wanted, default);
        }
    }

    private void Process(RowGroup group, CompiledPredicate predicate, bool[] wanted, TimeSpanMicros alone)
    {
        ValueColumn? value = plan.NeedsValues ? ValueColumn.Of(group, plan.Query, wanted) : null;
        if (plan.NeedsValues && value is null && !plan.CountsAll)
        {
            return;
        }

        RowSelection rows = predicate.Select(group, wanted, _mask, plan.CountsAll ? null : value);
        if (rows.Count == 0)
        {
            return;
        }

        bool ordered = CompiledPredicate.IsOrdered(group, wanted);
        Prepare(group, predicate, wanted, rows, ordered);
        bool constant = Array.TrueForAll(_local.Keys, static key => key.IsConstant);
        if (constant && (plan.Grid is null || ordered))
        {
            FindRuns(group, rows);
            SumCosts(group, rows, codes: default);
            TakeRuns(group, rows, value, alone);
        }
        else
        {
            FindCodes(group, rows);
            SumCosts(group, rows, _codes.Codes);
            TakeCoded(group, rows, value);
        }
    }

    public void Dispose()
    {
        _rollups.Dispose();
        _mask.Dispose();
        _codes.Dispose();
        _local.Dispose();
        _slabs.Dispose();
        _times.Dispose();
        _keyCodes.Dispose();
        _nextPlaces.Dispose();
        _valueRows.Dispose();
        _valueCodes.Dispose();
        _values.Dispose();
        _scattered.Dispose();
        _scratch.Dispose();
    }

    private void Prepare(RowGroup group, CompiledPredicate predicate, ReadOnlySpan<bool> wanted, in RowSelection rows, bool ordered)
    {
        IReadOnlyList<GroupKey> groupBy = plan.Query.GroupBy;
        var keys = new LocalKey[groupBy.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = LocalKey.Of(groupBy[i], group, wanted);
        }

        _local.Keys = keys;
        _local.RowCount = rows.Count;
        if (rows.Count == group.Count || !plan.NeedsTimes)
        {
            (_local.MinTime, _local.MaxTime) = (Math.Max(group.MinTime, predicate.From), Math.Min(group.MaxTime, predicate.To));
        }
        else if (ordered)
        {
            (_local.MinTime, _local.MaxTime) = (group.Times[rows.First], group.Times[rows.Last]);
        }
        else
        {
            ReadOnlySpan<long> times = rows.Take(group.Times, ref _times);
            (_local.MinTime, _local.MaxTime) = Internals.Codecs.LongKernels.MinMax(times);
        }
    }

    /// <summary>Finds where each bucket's rows start; rows are in order of time, or there are no buckets.</summary>
    private void FindRuns(RowGroup group, in RowSelection rows)
    {
        if (plan.Grid is null)
        {
            _local.Begin(1);
            _local.BucketStarts[0] = 0;
            _local.Records[0] = rows.Count;
        }
        else
        {
            ReadOnlySpan<long> times = rows.Take(group.Times, ref _times);
            int[] starts = _keyCodes.Of(times.Length + 1);
            _bucketStarts.Clear();
            for (int row = 0; row < times.Length; row = starts[_bucketStarts.Count])
            {
                var (start, end) = plan.Grid.BucketOf(times[row]);
                _bucketStarts.Add(start);
                starts[_bucketStarts.Count - 1] = row;
                starts[_bucketStarts.Count] = SortedTimes.From(times, row, end);
            }

            _local.Begin(_bucketStarts.Count);
            for (int run = 0; run < _local.Count; run++)
            {
                _local.BucketStarts[run] = _bucketStarts[run];
                _local.Records[run] = starts[run + 1] - starts[run];
            }
        }

        _local.KeyCodes = new int[_local.Keys.Length][];
        for (int key = 0; key < _local.Keys.Length; key++)
        {
            int[] codes = new int[_local.Count];
            _local.Keys[key].Fill(RowSelection.Range(rows.First, codes.Length), codes);
            _local.KeyCodes[key] = codes;
        }
    }

    private void TakeRuns(RowGroup group, in RowSelection rows, ValueColumn? value, TimeSpanMicros alone)
    {
        Span<int> offsets = _local.Offsets;
        offsets[0] = 0;
        for (int run = 0; run < _local.Count; run++)
        {
            offsets[run + 1] = offsets[run] + (int)_local.Records[run];
        }

        if (value is null)
        {
            offsets.Clear();
            Aggregate([], alone);
            return;
        }

        RowSelection valueRows = rows;
        if (plan.CountsAll && !value.IsDense)
        {
            valueRows = KeepValued(rows, value, offsets);
        }

        ReadOnlySpan<double> values = value.Take(valueRows, ref _values);
        if (plan.NeedsEnds)
        {
            int run = 0;
            for (int i = 0; i < valueRows.Count; i++)
            {
                while (i >= offsets[run + 1])
                {
                    run++;
                }

                int row = valueRows.RowAt(i);
                _local.Ends[run].Add(group.Times[row], group.Ids[row], values[i]);
            }
        }

        Aggregate(values, alone);
    }

    /// <summary>Drops rows without a value from runs that count them all the same.</summary>
    private RowSelection KeepValued(in RowSelection rows, ValueColumn value, Span<int> offsets)
    {
        int[] kept = _valueRows.Of(rows.Count);
        int count = 0;
        int run = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            while (i >= offsets[run + 1])
            {
                offsets[++run] = count;
            }

            int row = rows.RowAt(i);
            kept[count] = row;
            count += value.Has(row) ? 1 : 0;
        }

        offsets[^1] = count;
        return RowSelection.List(kept, count);
    }

    private void FindCodes(RowGroup group, in RowSelection rows)
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

        foreach (LocalKey key in _local.Keys)
        {
            if (!key.IsConstant)
            {
                key.Fill(rows, codes);
                _codes.Combine(codes, key.CodeCount);
            }
        }

        _codes.Compress();
        _local.Begin(_codes.Count);
        DescribeCodes(group, rows);
    }

    /// <summary>Says what each code stands for, by a row that has it.</summary>
    private void DescribeCodes(RowGroup group, in RowSelection rows)
    {
        ReadOnlySpan<int> firsts = _codes.Firsts;
        Span<long> bucketStarts = _local.BucketStarts;
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

        _local.KeyCodes = new int[_local.Keys.Length][];
        int[] exampleRows = _valueRows.Of(firsts.Length);
        for (int i = 0; i < firsts.Length; i++)
        {
            exampleRows[i] = rows.RowAt(firsts[i]);
        }

        for (int key = 0; key < _local.Keys.Length; key++)
        {
            int[] codes = new int[firsts.Length];
            _local.Keys[key].Fill(RowSelection.List(exampleRows, firsts.Length), codes);
            _local.KeyCodes[key] = codes;
        }
    }

    /// <summary>Adds up costs by local group: by the codes of the rows, or by runs if there are none.</summary>
    private void SumCosts(RowGroup group, in RowSelection rows, ReadOnlySpan<int> codes)
    {
        if (!plan.NeedsCosts)
        {
            return;
        }

        Span<CostSum> sums = _local.Costs;
        sums.Clear();
        if (group.Costs is not { } costs)
        {
            return;
        }

        int run = 0;
        long end = codes.IsEmpty ? _local.Records[0] : 0;
        for (int i = 0; i < rows.Count; i++)
        {
            while (codes.IsEmpty && i >= end)
            {
                end += _local.Records[++run];
            }

            int row = rows.RowAt(i);
            if (costs.Has(row))
            {
                sums[codes.IsEmpty ? run : codes[i]].Add(costs.Values[row]);
            }
        }
    }

    private void TakeCoded(RowGroup group, in RowSelection rows, ValueColumn? value)
    {
        Span<long> records = _local.Records;
        ReadOnlySpan<int> codes = _codes.Codes;
        ReadOnlySpan<int> counts = _codes.Counts;
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = counts[i];
        }

        Span<int> offsets = _local.Offsets;
        offsets.Clear();
        if (value is null)
        {
            Aggregate([], default);
            return;
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
                _local.Ends[codes[i]].Add(times[row], ids[row], values[i]);
            }
        }

        Aggregate(Scatter(values, codes, counts, offsets), default);
    }

    /// <summary>Brings the values of each code together, in order of rows.</summary>
    private ReadOnlySpan<double> Scatter(ReadOnlySpan<double> values, ReadOnlySpan<int> codes, ReadOnlySpan<int> counts, Span<int> offsets)
    {
        GroupScatter.Offsets(counts, offsets);
        Span<int> next = _nextPlaces.Of(counts.Length).AsSpan(0, counts.Length);
        offsets[..counts.Length].CopyTo(next);
        double[] scattered = _scattered.Of(values.Length);
        GroupScatter.Scatter(codes, values, next, scattered.AsSpan());
        return scattered.AsSpan(0, values.Length);
    }

    /// <summary>Feeds each local group's values, which lie together, to the kernels, and the result to the state.</summary>
    private void Aggregate(ReadOnlySpan<double> values, TimeSpanMicros alone)
    {
        ReadOnlySpan<int> offsets = _local.Offsets;
        if (plan.NeedsMoments)
        {
            Span<MomentsAccumulator> moments = _local.Moments;
            for (int i = 0; i < moments.Length; i++)
            {
                moments[i] = MomentsAccumulator.Of(values[offsets[i]..offsets[i + 1]]);
            }
        }

        state.Absorb(_local);
        if (!plan.NeedsAllValues || values.IsEmpty)
        {
            return;
        }

        int ranks = plan.Probabilities.Length;
        for (int i = 0; i < _local.Count; i++)
        {
            ReadOnlySpan<double> own = values[offsets[i]..offsets[i + 1]];
            if (own.IsEmpty)
            {
                continue;
            }

            if (!plan.NeedsDistinct && alone.Covers(_local.BucketStarts[i], plan.Grid))
            {
                double[] scratch = _scratch.Of(own.Length);
                own.CopyTo(scratch);
                Quantiles.Compute(scratch.AsSpan(0, own.Length), plan.Probabilities, _local.Quantiles(ranks).Slice(i * ranks, ranks));
                _local.Finished[i] = true;
            }
            else if (_local.Wanted[i])
            {
                _local.Pieces[i] = _slabs.Add(own);
            }
            else if (state.Sink is { } sink && sink.GroupId == _local.Ids[i])
            {
                sink.Add(own);
            }
        }

        state.AbsorbValues(_local);
    }
}
