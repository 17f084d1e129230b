using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>One pass over the rows of a snapshot for several queries: each group of rows is opened once, and goes to all who may want it.</summary>
internal sealed class AggregatePass
{
    private readonly AggregatePart[] _parts;
    private readonly RowGroup?[] _groups;
    private readonly TimeSpanMicros[]?[] _alone;
    private readonly ScanProgress _progress;

    private AggregatePass(Snapshot snapshot, AggregatePart[] parts)
    {
        _parts = parts;
        _groups = GroupOrder.ByTime(GroupsOf(snapshot, parts), group => Array.Exists(parts, part => Takes(part, group)));

        // Groups that only another query wants count as neighbours too: that costs speed at most.
        TimeSpanMicros[]? alone = null;
        TimeSpanMicros[]? aloneByName = null;
        _alone = Array.ConvertAll(parts, part => !part.FindAlone ? null
            : part.Plan.Query.GroupBy.Contains(GroupKey.Name) ? aloneByName ??= GroupOrder.AloneIn(_groups, byName: true)
            : alone ??= GroupOrder.AloneIn(_groups, byName: false));
        _progress = new ScanProgress(Array.ConvertAll(_groups, group => group!.MinTime));
    }

    internal static void Run(Snapshot snapshot, AggregatePart[] parts, CancellationToken cancellationToken)
    {
        if (parts.Length == 0)
        {
            return;
        }

        var pass = new AggregatePass(snapshot, parts);
        foreach (AggregatePart part in parts)
        {
            part.State.Begin(pass._progress);
        }

        ParallelScan.Run(pass._groups.Length, Environment.ProcessorCount, () => new Worker(pass, cancellationToken), static (worker, i) => worker.Process(i), cancellationToken);
    }

    private static IEnumerable<RowGroup> GroupsOf(Snapshot snapshot, AggregatePart[] parts)
    {
        IEnumerable<RowGroup> groups = snapshot.GroupsFor(Array.ConvertAll(parts, part => part.Pass));
        AggregatePart[] approximate = Array.FindAll(parts, part => part.Plan.MayUseRollups);
        return approximate.Length == 0 ? groups : groups.Concat(snapshot.RollupGroups(approximate.Min(part => part.Pass.From), approximate.Max(part => part.Pass.To)));
    }

    private static bool Takes(AggregatePart part, RowGroup group) => (group.Count > 0 || part.Plan.MayUseRollups) && part.Pass.MayMatchTimes(group);

    private sealed class Worker(AggregatePass pass, CancellationToken cancellationToken) : IDisposable
    {
        private readonly AggregateWorker[] _workers = Array.ConvertAll(pass._parts, static part => new AggregateWorker(part.Plan, part.State));

        internal void Process(int i)
        {
            using RowGroup group = pass._groups[i]!;
            pass._groups[i] = null;
            for (int p = 0; p < _workers.Length; p++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                AggregatePart part = pass._parts[p];
                if (!Takes(part, group))
                {
                    continue;
                }

                if (part.Plan.MayUseRollups)
                {
                    _workers[p].ProcessRollup(group, part.Predicate, part.Pass, AloneOf(p, i));
                }
                else
                {
                    _workers[p].Process(group, part.Pass, AloneOf(p, i));
                }
            }

            pass._progress.Done(i);
        }

        private TimeSpanMicros AloneOf(int part, int group) => pass._alone[part] is { } alone ? alone[group] : default;

        public void Dispose() => Array.ForEach(_workers, static worker => worker.Dispose());
    }
}
