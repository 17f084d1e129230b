using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>Reads the points of one group of rows after the other. Owned by one thread.</summary>
internal sealed class SeriesReader(SeriesQuery query, CompiledPredicate predicate) : IDisposable
{
    private readonly RowMask _mask = new();
    private PooledBuffer<long> _longs;
    private PooledBuffer<int> _ints;
    private PooledBuffer<double> _doubles;

    internal static Series Run(Snapshot snapshot, SeriesQuery query, CancellationToken cancellationToken)
    {
        var predicate = new CompiledPredicate(query, snapshot);
        RowGroup?[] groups = predicate.IsImpossible ? [] : GroupOrder.ByTime(snapshot.GroupsFor(predicate), predicate);
        var runs = new SeriesRun?[groups.Length];
        long points = 0;
        ParallelScan.Run(
            groups.Length,
            Environment.ProcessorCount,
            () => new SeriesReader(query, predicate),
            (reader, i) =>
            {
                using RowGroup group = groups[i]!;
                groups[i] = null;
                runs[i] = reader.Read(group, ref points);
            },
            cancellationToken);
        return new SeriesMerger(query.IncludeSessions, (int)points).Merge(runs, cancellationToken);
    }

    public void Dispose()
    {
        _mask.Dispose();
        _longs.Dispose();
        _ints.Dispose();
        _doubles.Dispose();
    }

    private SeriesRun? Read(RowGroup group, ref long points)
    {
        if (predicate.WantedNames(group) is not { } wanted || ValueColumn.Of(group, query, wanted) is not { } value)
        {
            return null;
        }

        RowSelection rows = predicate.Select(group, wanted, _mask, value);
        if (rows.Count == 0)
        {
            return null;
        }

        if (Interlocked.Add(ref points, rows.Count) > query.MaxPoints)
        {
            throw ResultTooLargeException.OfPoints(query.MaxPoints);
        }

        long[] times = rows.Take(group.Times, ref _longs).ToArray();
        long[] ids = rows.Take(group.Ids, ref _longs).ToArray();
        double[] values = value.Take(rows, ref _doubles).ToArray();
        int[]? sessions = query.IncludeSessions && group.SessionCodes is { } codes ? rows.Take(codes, ref _ints).ToArray() : null;
        var run = new SeriesRun(times, ids, values, sessions, sessions is null ? [] : [.. group.Sessions.Select(session => session.Session)]);
        if (!CompiledPredicate.IsOrdered(group, wanted))
        {
            run.Sort();
        }

        return run;
    }
}
