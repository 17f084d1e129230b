using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// Reads the points of one group of rows after the other. A group that has its time to itself and lies in order writes its points where they belong in
/// the series; points of others are collected first and merged. Owned by one thread.
/// </summary>
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
        SeriesPart[] parts = SeriesPart.Of(groups, predicate, query);
        var runs = new SeriesRun?[groups.Length];
        long points = 0;
        (int Group, bool IsLone)[] collected =
            [.. parts.Where(part => !part.IsInPlace).SelectMany(part => Enumerable.Range(part.Start, part.End - part.Start).Select(group => (group, part.End - part.Start == 1)))];
        Read(Array.ConvertAll(collected, one => one.Group), (reader, group, i) =>
        {
            SeriesRun? run = runs[collected[i].Group] = reader.Collect(group, collected[i].IsLone);
            if (Interlocked.Add(ref points, run?.Count ?? 0) > query.MaxPoints)
            {
                throw ResultTooLargeException.OfPoints(query.MaxPoints);
            }
        });

        var builder = new SeriesBuilder(parts, runs, query.IncludeSessions, query.IsLent);
        int[] inPlace = [.. Enumerable.Range(0, parts.Length).Where(i => parts[i].IsInPlace)];
        Read(Array.ConvertAll(inPlace, part => parts[part].Start), (reader, group, i) => reader.Write(group, builder, inPlace[i]));
        Series series = builder.Build(cancellationToken);
        return series.Count <= query.MaxPoints ? series : throw ResultTooLargeException.OfPoints(query.MaxPoints);

        void Read(int[] which, Action<SeriesReader, RowGroup, int> read) => ParallelScan.Run(
            which.Length,
            Environment.ProcessorCount,
            () => new SeriesReader(query, predicate),
            (reader, i) =>
            {
                using RowGroup group = groups[which[i]]!;
                groups[which[i]] = null;
                read(reader, group, i);
            },
            cancellationToken);
    }

    public void Dispose()
    {
        _mask.Dispose();
        _longs.Dispose();
        _ints.Dispose();
        _doubles.Dispose();
    }

    /// <summary>Takes a group's points out of it; their ids only where points of others may lie between, or they are out of order.</summary>
    private SeriesRun? Collect(RowGroup group, bool isLone)
    {
        if (Select(group) is not var (wanted, value, rows))
        {
            return null;
        }

        bool ordered = CompiledPredicate.IsOrdered(group, wanted);
        long[] times = rows.Take(group.Times, ref _longs).ToArray();
        long[] ids = isLone && ordered ? [] : rows.Take(group.Ids, ref _longs).ToArray();
        double[] values = value.Take(rows, ref _doubles).ToArray();
        int[]? sessions = query.IncludeSessions && group.SessionCodes is { } codes ? rows.Take(codes, ref _ints).ToArray() : null;
        var run = new SeriesRun(times, ids, values, sessions, sessions is null ? [] : NamesOf(group));
        if (!ordered)
        {
            run.Sort();
        }

        return run;
    }

    private void Write(RowGroup group, SeriesBuilder builder, int part)
    {
        if (Select(group) is var (_, value, rows))
        {
            builder.Write(part, rows.Take(group.Times, ref _longs), value.Take(rows, ref _doubles));
            if (query.IncludeSessions && group.SessionCodes is { } codes)
            {
                builder.WriteSessions(part, rows.Take(codes, ref _ints), NamesOf(group));
            }
        }
    }

    private static string[] NamesOf(RowGroup group) => [.. group.Sessions.Select(session => session.Session)];

    private (bool[] Wanted, ValueColumn Value, RowSelection Rows)? Select(RowGroup group)
    {
        if (predicate.WantedNames(group) is not { } wanted || ValueColumn.Of(group, query, wanted) is not { } value)
        {
            return null;
        }

        RowSelection rows = predicate.Select(group, wanted, _mask, value);
        return rows.Count == 0 ? null : (wanted, value, rows);
    }
}
