using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Runs an aggregate query over a snapshot.</summary>
internal sealed class AggregateExecutor : IDisposable
{
    /// <summary>Values that percentiles and distinct counts may keep at a time: 256 MB.</summary>
    internal const long UsualMaxValues = 32L << 20;

    private const int GroupsPerStep = 256;

    private readonly Snapshot _snapshot;
    private readonly AggregatePlan _plan;
    private readonly CompiledPredicate _predicate;
    private readonly AggregateState _state;
    private readonly long _maxValues;
    private readonly CancellationToken _cancellationToken;

    private AggregateExecutor(Snapshot snapshot, AggregateQuery query, long maxValues, CancellationToken cancellationToken)
    {
        _snapshot = snapshot;
        _plan = new AggregatePlan(query);
        _predicate = new CompiledPredicate(query, snapshot);
        _state = new AggregateState(_plan, maxValues);
        _maxValues = maxValues;
        _cancellationToken = cancellationToken;
    }

    internal static AggregateResult Run(Snapshot snapshot, AggregateQuery query, long maxValues, CancellationToken cancellationToken)
    {
        using var executor = new AggregateExecutor(snapshot, query, maxValues, cancellationToken);
        return executor.Run();
    }

    public void Dispose() => _state.Dispose();

    private AggregateResult Run()
    {
        if (!_predicate.IsImpossible)
        {
            Scan(_predicate, findAlone: _plan.Grid is not null && _plan.Probabilities.Length > 0);
            if (_plan.NeedsAllValues)
            {
                FinishGroups();
                FinishRest();
            }
        }

        bool empty = _state.RowCount + _state.RollupRecords == 0;
        return new AggregateResult(
            new AggregateResultBuilder(_plan, _state).Build(_cancellationToken),
            new QueryCoverage(_state.RollupRecords > 0 ? QueryPrecision.Approximate : QueryPrecision.Exact, _state.RowCount, _state.RollupRecords, empty ? null : UnixMicros.ToTime(_state.MinTime), empty ? null : UnixMicros.ToTime(_state.MaxTime)));
    }

    private void Scan(CompiledPredicate predicate, bool findAlone)
    {
        IEnumerable<RowGroup> all = _snapshot.GroupsFor(predicate);
        RowGroup?[] groups = GroupOrder.ByTime(_plan.MayUseRollups ? all.Concat(_snapshot.RollupGroups(predicate.From, predicate.To)) : all, predicate, _plan.MayUseRollups);
        TimeSpanMicros[]? alone = findAlone ? GroupOrder.AloneIn(groups, _plan.Query.GroupBy.Contains(GroupKey.Name)) : null;
        var progress = new ScanProgress(Array.ConvertAll(groups, group => group!.MinTime));
        _state.Begin(progress);
        ParallelScan.Run(
            groups.Length,
            Environment.ProcessorCount,
            () => new AggregateWorker(_plan, _state),
            (worker, i) =>
            {
                using RowGroup group = groups[i]!;
                groups[i] = null;
                if (_plan.MayUseRollups)
                {
                    worker.ProcessRollup(group, _predicate, predicate, alone is null ? default : alone[i]);
                }
                else
                {
                    worker.Process(group, predicate, alone is null ? default : alone[i]);
                }

                progress.Done(i);
            },
            _cancellationToken);
    }

    private void FinishGroups() =>
        ParallelScan.Run(
            (_state.Count + GroupsPerStep - 1) / GroupsPerStep,
            Environment.ProcessorCount,
            static () => new Scratch(),
            (scratch, step) =>
            {
                int end = Math.Min((step + 1) * GroupsPerStep, _state.Count);
                for (int id = step * GroupsPerStep; id < end; id++)
                {
                    _cancellationToken.ThrowIfCancellationRequested();
                    _state.Finish(id, ref scratch.Values);
                }
            },
            _cancellationToken);

    /// <summary>Reads again what was too much to keep, a part of the groups at a time.</summary>
    private void FinishRest()
    {
        while (_state.IsIncomplete && _state.SelectNext() is var (from, to))
        {
            Scan(_predicate.Within(from, to), findAlone: false);
            FinishGroups();
        }

        while (_state.IsIncomplete && _state.NextLarge() is { } id)
        {
            FinishLarge(id);
        }
    }

    private void FinishLarge(int id)
    {
        var (from, to) = _plan.Grid is { } grid ? grid.BucketOf(_state.BucketStart(id)) : (long.MinValue, long.MaxValue);
        CompiledPredicate pass = _predicate.Within(from, to == long.MaxValue ? to : to - 1);
        void ScanInto(ValueSink sink)
        {
            _state.BeginSink(sink);
            Scan(pass, findAlone: false);
            _state.BeginSink(null);
        }

        if (_state.SketchOf(id) is { } sketch)
        {
            ScanInto(new SketchSink(id, sketch));
            _state.FinishLarge(id);
            return;
        }

        var solver = new LargeGroupSolver(_plan, id, _state.ValueCount(id), _maxValues, ScanInto);
        _state.FinishLarge(id, solver.Solve(_state.Quantiles(id)));
    }

    private sealed class Scratch : IDisposable
    {
        internal PooledBuffer<double> Values;

        public void Dispose() => Values.Dispose();
    }
}
