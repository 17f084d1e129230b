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
    private readonly SeriesArrays _arrays;
    private readonly int _room;
    private readonly string[]?[] _sessionNames;
    private readonly KeyTexts _names = new();
    private int _at;

    /// <param name="parts">All parts in order of time.</param>
    /// <param name="runs">The points of the groups of all parts that are not in place.</param>
    /// <param name="withSessions">Whether points name their sessions.</param>
    /// <param name="isLent">Whether the series may stand in lent arrays.</param>
    internal SeriesBuilder(SeriesPart[] parts, SeriesRun?[] runs, bool withSessions, bool isLent)
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
        _room = _starts[^1];
        _arrays = new SeriesArrays(_room, withSessions, isLent);
        _sessionNames = new string[withSessions ? parts.Length : 0][];
    }

    /// <summary>Writes the points of a part in place, in order. Different parts may be written by different threads.</summary>
    internal void Write(int part, ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        times.CopyTo(_arrays.Times.AsSpan(_starts[part]));
        values.CopyTo(_arrays.Values.AsSpan(_starts[part]));
        _counts[part] = times.Length;
    }

    /// <summary>Writes each point's position in <paramref name="names"/>, or -1, beside the points of a part in place.</summary>
    internal void WriteSessions(int part, ReadOnlySpan<int> sessions, string[] names)
    {
        sessions.CopyTo(_arrays.Sessions.AsSpan(_starts[part]));
        _sessionNames[part] = names;
    }

    internal Series Build(CancellationToken cancellationToken)
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_parts[i].IsInPlace)
            {
                MoveUp(i);
                continue;
            }

            SeriesRun[] runs = [.. _runs[_parts[i].Start.._parts[i].End].OfType<SeriesRun>()];
            _runs.AsSpan(_parts[i].Start, _parts[i].End - _parts[i].Start).Clear();
            if (runs.Length == 1)
            {
                Append(runs[0], CodesOf(runs[0].SessionNames), 0, runs[0].Count);
            }
            else
            {
                MergeOverlapping(runs, cancellationToken);
            }
        }

        // What is nearly all room is not kept alive by a few points.
        bool fits = _arrays.AreLent || _at >= _room / 2;
        return new Series(Kept(_arrays.Times, fits), Kept(_arrays.Values, fits), _withSessions ? Kept(_arrays.Sessions, fits) : default, NamesOfSessions()) { Lent = _arrays };
    }

    private ReadOnlyMemory<T> Kept<T>(T[] array, bool fits) => fits ? array.AsMemory(0, _at) : array.AsSpan(0, _at).ToArray();

    private string[] NamesOfSessions() => [.. Enumerable.Range(1, Math.Max(0, _names.Count - 1)).Select(code => _names[code]!)];

    /// <summary>Closes the gap that a part left whose points were fewer than its rows.</summary>
    private void MoveUp(int part)
    {
        int start = _starts[part];
        int count = _counts[part];
        if (start != _at)
        {
            _arrays.Times.AsSpan(start, count).CopyTo(_arrays.Times.AsSpan(_at));
            _arrays.Values.AsSpan(start, count).CopyTo(_arrays.Values.AsSpan(_at));
        }

        if (_withSessions)
        {
            string[]? names = _sessionNames[part];
            Translate(names is null ? default : _arrays.Sessions.AsSpan(start, count), CodesOf(names ?? []), _arrays.Sessions.AsSpan(_at, count));
        }

        _at += count;
    }

    private void MergeOverlapping(SeriesRun[] sources, CancellationToken cancellationToken)
    {
        // The run to take from next comes first; a stretch of it is copied up to where the second run takes over.
        int[][] codes = Array.ConvertAll(sources, run => CodesOf(run.SessionNames));
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
        run.Times.AsSpan(start, length).CopyTo(_arrays.Times.AsSpan(_at));
        run.Values.AsSpan(start, length).CopyTo(_arrays.Values.AsSpan(_at));
        if (_withSessions)
        {
            Translate(run.Sessions is null ? default : run.Sessions.AsSpan(start, length), codes, _arrays.Sessions.AsSpan(_at, length));
        }

        _at += length;
    }

    /// <summary>Where each session of a group stands in the result.</summary>
    private int[] CodesOf(string[] names) => Array.ConvertAll(names, name => _names.CodeOf(name) - 1);

    /// <summary>Turns positions in one group's sessions into such in the result's; nothing into -1. The target may lie before the source in one array.</summary>
    private static void Translate(ReadOnlySpan<int> sessions, int[] codes, Span<int> target)
    {
        if (sessions.IsEmpty)
        {
            target.Fill(-1);
            return;
        }

        for (int i = 0; i < target.Length; i++)
        {
            target[i] = sessions[i] < 0 ? -1 : codes[sessions[i]];
        }
    }
}
