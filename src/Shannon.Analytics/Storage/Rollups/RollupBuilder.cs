using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>Makes the rollup of rows that are ordered by (metric, time): first the times, then one measurement after the other. Reusable; not thread-safe.</summary>
internal sealed class RollupBuilder(RollupLevel level) : IDisposable
{
    /// <summary>Where fewer records than this share an entry, reading the records is as quick, and a rollup would only take space.</summary>
    internal const int MinRowsPerEntry = 256;

    private readonly long _width = RollupBlock.WidthOf(level);
    private readonly RollupWriter _writer = new(level);
    private readonly List<int> _entryEnds = [];
    private readonly ValueSketch _sketch = new();
    private int _rows;

    /// <summary>Whether the rollup is worth its space while the records are there.</summary>
    internal bool Pays => _rows >= (long)_entryEnds.Count * MinRowsPerEntry;

    /// <summary>Starts with the rows' metrics and times.</summary>
    /// <param name="nameStarts">Where each metric's rows begin, and at last the count of all rows.</param>
    /// <param name="times">Rising within each metric.</param>
    internal void Begin(ReadOnlySpan<int> nameStarts, ReadOnlySpan<long> times)
    {
        _writer.Begin();
        _entryEnds.Clear();
        _rows = times.Length;
        for (int name = 0; name + 1 < nameStarts.Length; name++)
        {
            _writer.BeginName();
            for (int row = nameStarts[name]; row < nameStarts[name + 1];)
            {
                long start = times[row] / _width * _width;
                int end = SortedTimes.From(times[..nameStarts[name + 1]], row, start + _width);
                _writer.AddEntry(start, end - row);
                _entryEnds.Add(end);
                row = end;
            }
        }
    }

    /// <summary>Adds a measurement; more than a block covers are left out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">One per row.</param>
    /// <param name="present">Which rows have it; empty for all.</param>
    internal void Add(string name, ReadOnlySpan<double> values, ReadOnlySpan<bool> present)
    {
        if (_writer.IsFull)
        {
            return;
        }

        using Scratch<double> gathered = new(values.Length);
        int start = 0;
        foreach (int end in _entryEnds)
        {
            ReadOnlySpan<double> own = ValuesOf(values, present, start, end, gathered.Span);
            start = end;
            _sketch.Clear();
            _sketch.Add(own);
            _writer.AddValues(MomentsAccumulator.Of(own), _sketch);
        }

        _writer.EndColumn(name);
    }

    /// <summary>Writes the rollup.</summary>
    internal void Encode(ByteWriter writer) => _writer.Encode(writer);

    public void Dispose() => _writer.Dispose();

    private static ReadOnlySpan<double> ValuesOf(ReadOnlySpan<double> values, ReadOnlySpan<bool> present, int start, int end, Span<double> gathered)
    {
        if (present.IsEmpty || !present[start..end].Contains(false))
        {
            return values[start..end];
        }

        int count = 0;
        for (int row = start; row < end; row++)
        {
            gathered[count] = values[row];
            count += present[row] ? 1 : 0;
        }

        return gathered[..count];
    }
}
