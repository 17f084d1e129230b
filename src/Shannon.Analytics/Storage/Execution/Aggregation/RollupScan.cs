using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Execution.Grouping;
using Shannon.Analytics.Storage.Rollups;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>
/// Answers for whole hours or quarters of an hour from a rollup, where it can. What is left stays for the records: either end of the range, and entries
/// of the rollup in which a record has died since. Owned by one worker.
/// </summary>
internal sealed class RollupScan(AggregatePlan plan, AggregateState state) : IDisposable
{
    private readonly LocalAggregate _local = new();
    private readonly SortedSet<long> _dead = [];
    private readonly List<Run> _runs = [];
    private ValueSketch?[] _sketches = [];

    /// <summary>After a rollup was taken: the stretches of time, both ends included, for which records must be read.</summary>
    internal List<(long From, long To)> Left { get; } = [];

    /// <summary>Takes what the rollups of a group say. False if none of them can answer: then nothing was taken.</summary>
    /// <param name="group">The rows.</param>
    /// <param name="wanted">Which of its names matter.</param>
    /// <param name="from">The first moment asked for.</param>
    /// <param name="to">The last one.</param>
    /// <param name="alone">The time for which this group has everything that can fall into its buckets.</param>
    internal bool TryTake(RowGroup group, ReadOnlySpan<bool> wanted, long from, long to, TimeSpanMicros alone) =>
        TryTake(group, RollupLevel.Hours, wanted, from, to, alone) || TryTake(group, RollupLevel.Quarters, wanted, from, to, alone);

    public void Dispose() => _local.Dispose();

    private bool TryTake(RowGroup group, RollupLevel level, ReadOnlySpan<bool> wanted, long from, long to, TimeSpanMicros alone)
    {
        if (!group.HasRollup(level))
        {
            return false;
        }

        RollupBlock rollup = group.Rollup(level)!;
        if (!TryFindLeft(group, rollup, Math.Max(from, group.MinTime), Math.Min(to, group.MaxTime)))
        {
            return false;
        }

        _runs.Clear();
        for (int name = 0; name < wanted.Length; name++)
        {
            if (wanted[name] && !TryAddRuns(group, rollup, name, from, to))
            {
                return false;
            }
        }

        if (_runs.Count > 0)
        {
            try
            {
                Aggregate(group, rollup, Left.Count == 0 ? alone : default);
            }
            catch (CodecException error)
            {
                throw new StoreCorruptException($"The rollup of a segment is damaged: {error.Message} Restore the file from a backup.", error);
            }
        }

        return true;
    }

    /// <summary>Finds what the rollup cannot say; false if that is too much for it to be of use.</summary>
    private bool TryFindLeft(RowGroup group, RollupBlock rollup, long from, long to)
    {
        Left.Clear();
        _dead.Clear();
        long width = rollup.Width;
        if (group.Count == 0)
        {
            // There are no records for what hours leave over: the finer rollup then, if there is one.
            bool cuts = (from > group.MinTime && from % width != 0) || (to < group.MaxTime && (to + 1) % width != 0);
            return !cuts || !IsReplaceable(group, rollup);
        }

        if (group.DeadRows(long.MaxValue) is { } dead)
        {
            long[] times = group.Times;
            foreach (int row in dead)
            {
                _dead.Add(times[row] / width * width);
            }

            if (_dead.Count * 2 > rollup.Count)
            {
                return false;
            }
        }

        foreach (long start in _dead)
        {
            Leave(Math.Max(start, from), Math.Min(start + width - 1, to));
        }

        // An entry at either end that is not asked for as a whole; the group's own first and last moment lie in whole ones.
        long first = from / width * width;
        long last = to / width * width;
        bool cutsFirst = from > first && from > group.MinTime && !_dead.Contains(first);
        bool cutsLast = to < last + width - 1 && to < group.MaxTime && !_dead.Contains(last);
        if (cutsFirst)
        {
            Leave(from, Math.Min(first + width - 1, to));
        }

        if (cutsLast && !(cutsFirst && first == last))
        {
            Leave(Math.Max(last, from), to);
        }

        return true;
    }

    /// <summary>True if records or a finer rollup can answer instead.</summary>
    private static bool IsReplaceable(RowGroup group, RollupBlock rollup) =>
        group.Count > 0 || (rollup.Level == RollupLevel.Hours && group.HasRollup(RollupLevel.Quarters));

    /// <summary>True if all of an entry is asked for, as far as the group reaches.</summary>
    private static bool IsWhole(long start, long width, RowGroup group, long from, long to) =>
        (from <= start || from <= group.MinTime) && (to >= start + width - 1 || to >= group.MaxTime);

    private void Leave(long from, long to)
    {
        if (from <= to)
        {
            Left.Add((from, to));
        }
    }

    /// <summary>Finds the stretches of a name's entries that share a bucket.</summary>
    private bool TryAddRuns(RowGroup group, RollupBlock rollup, int name, long from, long to)
    {
        RollupColumn? column = null;
        (MetricCategory category, string text) = group.Names[name];
        string? named = plan.Query.MeasurementOf(category, text);
        if (plan.NeedsValues || named is not null)
        {
            string measurement = named ?? DefaultMeasurement.Of(category);
            column = rollup.Find(measurement);
            if (column is null && group.Count > 0 && group.Value(measurement) is not null)
            {
                return false;
            }
        }

        bool countsAll = plan.CountsAll && named is null;
        if (column is null && !countsAll)
        {
            return true;
        }

        int next = -1;
        (long Start, long End) bucket = (1, 0);
        for (int entry = rollup.NameStarts[name]; entry < rollup.NameStarts[name + 1]; entry++)
        {
            long start = rollup.Starts[entry];
            if (!IsWhole(start, rollup.Width, group, from, to) || _dead.Contains(start))
            {
                continue;
            }

            if (entry == next && start < bucket.End)
            {
                _runs[^1] = _runs[^1] with { End = entry + 1 };
            }
            else
            {
                bucket = plan.Grid is { } grid ? grid.BucketOf(start) : (0, long.MaxValue);
                _runs.Add(new Run(name, column, countsAll, entry, entry + 1, plan.Grid is null ? 0 : bucket.Start));
            }

            next = entry + 1;
            if (start + rollup.Width > bucket.End && IsReplaceable(group, rollup))
            {
                // The buckets asked for cut through entries.
                return false;
            }
        }

        return true;
    }

    private void Aggregate(RowGroup group, RollupBlock rollup, TimeSpanMicros alone)
    {
        _local.Begin(_runs.Count);
        Span<long> records = _local.Records;
        (_local.RowCount, _local.MinTime, _local.MaxTime) = (0, long.MaxValue, long.MinValue);
        if (_sketches.Length < _runs.Count)
        {
            _sketches = new ValueSketch?[_runs.Count];
        }

        for (int i = 0; i < _runs.Count; i++)
        {
            Run run = _runs[i];
            MomentsAccumulator moments = default;
            records[i] = 0;
            for (int entry = run.Start; entry < run.End; entry++)
            {
                if (run.Column is { } column)
                {
                    moments.Merge(column.MomentsOf(entry));
                    if (plan.Probabilities.Length > 0)
                    {
                        column.MergeSketch(entry, _sketches[i] ??= new ValueSketch());
                    }
                }

                records[i] += run.CountsAll ? rollup.Records[entry] : 0;
            }

            records[i] = run.CountsAll ? records[i] : moments.Count;
            _local.Moments[i] = moments;
            _local.BucketStarts[i] = run.Bucket;
            _local.RowCount += records[i];
            _local.MinTime = Math.Min(_local.MinTime, Math.Max(rollup.Starts[run.Start], group.MinTime));
            _local.MaxTime = Math.Max(_local.MaxTime, Math.Min(rollup.Starts[run.End - 1] + rollup.Width - 1, group.MaxTime));
        }

        DropEmpty();
        FinishComplete(alone);
        Describe(group);
        state.AbsorbRollup(_local, _sketches.AsSpan(0, _local.Count));
        foreach (ref ValueSketch? sketch in _sketches.AsSpan(0, _runs.Count))
        {
            sketch?.Clear();
        }
    }

    /// <summary>Drops runs of entries that have none of the values asked for.</summary>
    private void DropEmpty()
    {
        int kept = 0;
        for (int i = 0; i < _runs.Count; i++)
        {
            if (_local.Records[i] > 0)
            {
                _runs[kept] = _runs[i];
                (_local.Records[kept], _local.Moments[kept], _local.BucketStarts[kept]) = (_local.Records[i], _local.Moments[i], _local.BucketStarts[i]);
                (_sketches[kept], _sketches[i]) = (_sketches[i], _sketches[kept]);
                kept++;
            }
        }

        _local.Truncate(kept);
    }

    /// <summary>Computes quantiles of buckets to which nothing else can be added: their sketches need not be kept.</summary>
    private void FinishComplete(TimeSpanMicros alone)
    {
        int ranks = plan.Probabilities.Length;
        if (!_runs.TrueForAll(run => run.Name == _runs[0].Name))
        {
            // Entries of several names may fall into one group.
            return;
        }

        for (int i = 0; i < _local.Count; i++)
        {
            if (_sketches[i] is { Count: > 0 } sketch && alone.Covers(_local.BucketStarts[i], plan.Grid))
            {
                Span<double> quantiles = _local.Quantiles(ranks).Slice(i * ranks, ranks);
                for (int rank = 0; rank < ranks; rank++)
                {
                    quantiles[rank] = sketch.Quantile(plan.Probabilities[rank])!.Value;
                }

                _local.Finished[i] = true;
            }
        }
    }

    private void Describe(RowGroup group)
    {
        _local.Keys = new LocalKey[plan.Query.GroupBy.Count];
        _local.KeyCodes = new int[_local.Keys.Length][];
        for (int key = 0; key < _local.Keys.Length; key++)
        {
            _local.Keys[key] = LocalKey.OfNames(plan.Query.GroupBy[key].Kind, group);
            int[] codes = new int[_local.Count];
            for (int i = 0; i < codes.Length; i++)
            {
                codes[i] = _runs[i].Name + 1;
            }

            _local.KeyCodes[key] = codes;
        }
    }

    /// <summary>Entries <paramref name="Start"/> to before <paramref name="End"/> of one name fall into one bucket.</summary>
    private readonly record struct Run(int Name, RollupColumn? Column, bool CountsAll, int Start, int End, long Bucket);
}
