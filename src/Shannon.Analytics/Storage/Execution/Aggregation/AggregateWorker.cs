using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Execution.Grouping;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>
/// Aggregates one group of rows at a time and hands what it found to the shared state: rows in order of time and with constant keys as
/// <see cref="RowRuns"/>, all others as <see cref="RowsByCode"/>.
/// </summary>
internal sealed class AggregateWorker(AggregatePlan plan, AggregateState state) : IDisposable
{
    private readonly RollupScan _rollups = new(plan, state);
    private readonly RowMask _mask = new();
    private readonly LocalAggregate _local = new();
    private readonly RowRuns _runs = new(plan);
    private readonly RowsByCode _byCode = new(plan);
    private readonly ValueSlabWriter _slabs = new();
    private PooledBuffer<long> _times;
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
            _runs.Find(group, rows, _local);
            SumCosts(group, rows, codes: default);
            Aggregate(_runs.Take(group, rows, value, _local), alone);
        }
        else
        {
            _byCode.Find(group, rows, _local);
            SumCosts(group, rows, _byCode.Codes);
            Aggregate(_byCode.Take(group, rows, value, _local), default);
        }
    }

    public void Dispose()
    {
        _rollups.Dispose();
        _mask.Dispose();
        _local.Dispose();
        _runs.Dispose();
        _byCode.Dispose();
        _slabs.Dispose();
        _times.Dispose();
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
