using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Runs an aggregate query over a snapshot.</summary>
internal static class AggregateExecutor
{
    private const int GroupsPerStep = 256;

    internal static AggregateResult Run(Snapshot snapshot, AggregateQuery query, CancellationToken cancellationToken)
    {
        var plan = new AggregatePlan(query);
        var predicate = new CompiledPredicate(query, snapshot);
        using var state = new AggregateState(plan);
        RowGroup?[] groups = predicate.IsImpossible ? [] : GroupOrder.ByTime(snapshot.Groups, predicate);
        TimeSpanMicros[]? alone = plan.Grid is not null && plan.Probabilities.Length > 0 ? GroupOrder.AloneIn(groups, query.GroupBy.Contains(GroupKey.Name)) : null;
        ParallelScan.Run(
            groups.Length,
            Environment.ProcessorCount,
            () => new AggregateWorker(plan, predicate, state),
            (worker, i) =>
            {
                using RowGroup group = groups[i]!;
                groups[i] = null;
                worker.Process(group, alone is null ? default : alone[i]);
            },
            cancellationToken);
        if (plan.NeedsAllValues)
        {
            FinishGroups(state, cancellationToken);
        }

        return new AggregateResult(
            new AggregateResultBuilder(plan, state).Build(cancellationToken),
            new QueryCoverage(QueryPrecision.Exact, state.RowCount, 0, state.RowCount == 0 ? null : UnixMicros.ToTime(state.MinTime), state.RowCount == 0 ? null : UnixMicros.ToTime(state.MaxTime)));
    }

    private static void FinishGroups(AggregateState state, CancellationToken cancellationToken) =>
        ParallelScan.Run(
            (state.Count + GroupsPerStep - 1) / GroupsPerStep,
            Environment.ProcessorCount,
            static () => new Scratch(),
            (scratch, step) =>
            {
                int end = Math.Min((step + 1) * GroupsPerStep, state.Count);
                for (int id = step * GroupsPerStep; id < end; id++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    state.Finish(id, ref scratch.Values);
                }
            },
            cancellationToken);

    private sealed class Scratch : IDisposable
    {
        internal PooledBuffer<double> Values;

        public void Dispose() => Values.Dispose();
    }
}
