using Shannon.Analytics.Storage.Execution.Grouping;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>Puts one series together: points of parts in place are written where they belong, by several threads; runs are merged.</summary>
internal sealed class SeriesBuilder
{
    private readonly SeriesPart[] _parts;
    private readonly SeriesRun?[] _runs;
    private readonly bool _withSessions;
    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly long[] _times;
    private readonly double[] _values;
    private readonly int[] _sessions;
    private readonly KeyTexts _names = new();
    private int _at;

    /// <param name="parts">All parts in order of time.</param>
    /// <param name="runs">The points of the groups of all parts that are not in place.</param>
    /// <param name="withSessions">Whether points name their sessions.</param>
    internal SeriesBuilder(SeriesPart[] parts, SeriesRun?[] runs, bool withSessions)
    {
        _parts = parts;
        _runs = runs;
        _withSessions = withSessions;
        _starts = new int[parts.Length + 1];
        _counts = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            foreach (SeriesRun? run in runs.AsSpan(parts[i].Start, parts[i].End - parts[i].Start))
            {
                _counts[i] += run?.Count ?? 0;
            }

            _starts[i + 1] = checked(_starts[i] + Math.Max(_counts[i], parts[i].MostPoints));
        }

        // Every place is written, or cut off in the end.
        _times = GC.AllocateUninitializedArray<long>(_starts[^1]);
        _values = GC.AllocateUninitializedArray<double>(_starts[^1]);
        _sessions = withSessions ? new int[_starts[^1]] : [];
    }

    /// <summary>Writes the points of a part in place, in order. Different parts may be written by different threads.</summary>
    internal void Write(int part, ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        times.CopyTo(_times.AsSpan(_starts[part]));
        values.CopyTo(_values.AsSpan(_starts[part]));
        _counts[part] = times.Length;
    }

    internal Series Build(CancellationToken cancellationToken)
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_parts[i].IsInPlace)
            {
                MoveUp(_starts[i], _counts[i]);
                continue;
            }

            SeriesRun[] runs = [.. _runs[_parts[i].Start.._parts[i].End].OfType<SeriesRun>()];
            _runs.AsSpan(_parts[i].Start, _parts[i].End - _parts[i].Start).Clear();
            if (runs.Length == 1)
            {
                Append(runs[0], CodesOf(runs[0]), 0, runs[0].Count);
            }
            else
            {
                MergeOverlapping(runs, cancellationToken);
            }
        }

        // What is nearly all room is not kept alive by a few points.
        bool fits = _at >= _times.Length / 2;
        return new Series(
            fits ? _times.AsMemory(0, _at) : _times.AsSpan(0, _at).ToArray(),
            fits ? _values.AsMemory(0, _at) : _values.AsSpan(0, _at).ToArray(),
            _sessions.AsMemory(0, _withSessions ? _at : 0),
            [.. Enumerable.Range(1, Math.Max(0, _names.Count - 1)).Select(code => _names[code]!)]);
    }

    /// <summary>Closes the gap that a part left whose points were fewer than its rows.</summary>
    private void MoveUp(int start, int count)
    {
        if (start != _at)
        {
            _times.AsSpan(start, count).CopyTo(_times.AsSpan(_at));
            _values.AsSpan(start, count).CopyTo(_values.AsSpan(_at));
        }

        _at += count;
    }

    private void MergeOverlapping(SeriesRun[] sources, CancellationToken cancellationToken)
    {
        // The run to take from next comes first; a stretch of it is copied up to where the second run takes over.
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
        if (_withSessions)
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
