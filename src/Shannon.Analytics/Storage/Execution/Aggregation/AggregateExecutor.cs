using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Runs aggregate queries over a snapshot: all of them in one pass over the rows, then each one's rest.</summary>
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

    /// <summary>Answers one query.</summary>
    internal static AggregateResult Run(Snapshot snapshot, AggregateQuery query, long maxValues, CancellationToken cancellationToken) =>
        Run(snapshot, [query], maxValues, cancellationToken)[0];

    /// <summary>Answers several queries; a column that more than one of them needs is read once.</summary>
    /// <param name="snapshot">What they see.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="maxValues">About how many values all of them together keep at a time.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal static AggregateResult[] Run(Snapshot snapshot, IReadOnlyList<AggregateQuery> queries, long maxValues, CancellationToken cancellationToken)
    {
        var executors = new List<AggregateExecutor>(queries.Count);
        try
        {
            foreach (AggregateQuery query in queries)
            {
                executors.Add(new AggregateExecutor(snapshot, query, Math.Max(1, maxValues / queries.Count), cancellationToken));
            }

            AggregatePass.Run(snapshot, [.. executors.Where(static executor => !executor._predicate.IsImpossible).Select(static executor => executor.FirstPart())], cancellationToken);
            return [.. executors.Select(static executor => executor.Finish())];
        }
        finally
        {
            executors.ForEach(static executor => executor.Dispose());
        }
    }

    public void Dispose() => _state.Dispose();

    private AggregatePart FirstPart() =>
        new(_plan, _state, _predicate, _predicate, FindAlone: _plan.Grid is not null && _plan.Probabilities.Length > 0);

    private AggregateResult Finish()
    {
        if (!_predicate.IsImpossible && _plan.NeedsAllValues)
        {
            FinishGroups();
            FinishRest();
        }

        bool empty = _state.RowCount + _state.RollupRecords == 0;
        return new AggregateResult(
            new AggregateResultBuilder(_plan, _state).Build(_cancellationToken),
            new QueryCoverage(_state.RollupRecords > 0 ? QueryPrecision.Approximate : QueryPrecision.Exact, _state.RowCount, _state.RollupRecords, empty ? null : UnixMicros.ToTime(_state.MinTime), empty ? null : UnixMicros.ToTime(_state.MaxTime)));
    }

    /// <summary>Reads a part of the time again.</summary>
    private void Scan(CompiledPredicate pass) =>
        AggregatePass.Run(_snapshot, [new AggregatePart(_plan, _state, _predicate, pass, FindAlone: false)], _cancellationToken);

    private void FinishGroups() =>
        ParallelScan.Run(
            (_state.Groups.Count + GroupsPerStep - 1) / GroupsPerStep,
            Environment.ProcessorCount,
            static () => new Scratch(),
            (scratch, step) =>
            {
                int end = Math.Min((step + 1) * GroupsPerStep, _state.Groups.Count);
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
            Scan(_predicate.Within(from, to));
            FinishGroups();
        }

        while (_state.IsIncomplete && _state.NextLarge() is { } id)
        {
            FinishLarge(id);
        }
    }

    private void FinishLarge(int id)
    {
        var (from, to) = _plan.Grid is { } grid ? grid.BucketOf(_state.Groups.BucketStart(id)) : (long.MinValue, long.MaxValue);
        CompiledPredicate pass = _predicate.Within(from, to == long.MaxValue ? to : to - 1);
        void ScanInto(ValueSink sink)
        {
            _state.BeginSink(sink);
            Scan(pass);
            _state.BeginSink(null);
        }

        if (_state.SketchOf(id) is { } sketch)
        {
            ScanInto(new SketchSink(id, sketch));
            _state.FinishLarge(id);
            return;
        }

        var solver = new LargeGroupSolver(_plan, id, _state.ValueCount(id), _maxValues, ScanInto);
        _state.FinishLarge(id, solver.Solve(_state.Groups.Quantiles(id)));
    }

    private sealed class Scratch : IDisposable
    {
        internal PooledBuffer<double> Values;

        public void Dispose() => Values.Dispose();
    }
}
