using Shannon.Analytics.Storage.Execution.Grouping;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>Merges ordered runs into one series. Runs that do not overlap others are copied as they are.</summary>
internal sealed class SeriesMerger(bool withSessions, int count)
{
    private readonly long[] _times = new long[count];
    private readonly double[] _values = new double[count];
    private readonly int[] _sessions = withSessions ? new int[count] : [];
    private readonly KeyTexts _names = new();
    private int _at;

    /// <param name="runs">By rising first time of their groups; released one by one.</param>
    /// <param name="cancellationToken">Stops merging.</param>
    internal Series Merge(SeriesRun?[] runs, CancellationToken cancellationToken)
    {
        SeriesRun[] ordered = [.. runs.OfType<SeriesRun>().OrderBy(run => run.Times[0]).ThenBy(run => run.Ids[0])];
        Array.Clear(runs);
        for (int start = 0; start < ordered.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int end = start + 1;
            long latest = ordered[start].Times[^1];
            while (end < ordered.Length && ordered[end].Times[0] <= latest)
            {
                latest = Math.Max(latest, ordered[end].Times[^1]);
                end++;
            }

            if (end - start == 1)
            {
                Append(ordered[start], CodesOf(ordered[start]), 0, ordered[start].Count);
            }
            else
            {
                MergeOverlapping(ordered.AsSpan(start, end - start), cancellationToken);
            }

            ordered.AsSpan(start, end - start).Clear();
            start = end;
        }

        return new Series(_times, _values, _sessions, [.. Enumerable.Range(1, Math.Max(0, _names.Count - 1)).Select(code => _names[code]!)]);
    }

    private void MergeOverlapping(Span<SeriesRun> runs, CancellationToken cancellationToken)
    {
        // The run to take from next comes first; a stretch of it is copied up to where the second run takes over.
        SeriesRun[] sources = runs.ToArray();
        int[][] codes = Array.ConvertAll(sources, CodesOf);
        int[] places = new int[sources.Length];
        var queue = new PriorityQueue<int, (long Time, long Id)>();
        for (int i = 0; i < sources.Length; i++)
        {
            queue.Enqueue(i, (sources[i].Times[0], sources[i].Ids[0]));
        }

        for (int steps = 0; queue.TryDequeue(out int source, out _); steps++)
        {
            if ((steps & 0xFFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            SeriesRun run = sources[source];
            int start = places[source];
            int end = start + 1;
            if (queue.TryPeek(out int rival, out _))
            {
                while (end < run.Count && run.IsBefore(end, sources[rival], places[rival]))
                {
                    end++;
                }
            }
            else
            {
                end = run.Count;
            }

            Append(run, codes[source], start, end);
            places[source] = end;
            if (end < run.Count)
            {
                queue.Enqueue(source, (run.Times[end], run.Ids[end]));
            }
        }
    }

    private void Append(SeriesRun run, int[] codes, int start, int end)
    {
        int length = end - start;
        run.Times.AsSpan(start, length).CopyTo(_times.AsSpan(_at));
        run.Values.AsSpan(start, length).CopyTo(_values.AsSpan(_at));
        if (withSessions)
        {
            Span<int> target = _sessions.AsSpan(_at, length);
            for (int i = 0; i < length; i++)
            {
                int session = run.Sessions is null ? -1 : run.Sessions[start + i];
                target[i] = session < 0 ? -1 : codes[session];
            }
        }

        _at += length;
    }

    /// <summary>Where each of a run's sessions stands in the result.</summary>
    private int[] CodesOf(SeriesRun run) => Array.ConvertAll(run.SessionNames, name => _names.CodeOf(name) - 1);
}
