using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>Makes the rollup of rows that are ordered by (metric, time): first the times, then one measurement after the other. Reusable; not thread-safe.</summary>
internal sealed class RollupBuilder(RollupLevel level) : IDisposable
{
    /// <summary>Where fewer records than this share an entry, reading the records is as quick, and a rollup would only take space.</summary>
    internal const int MinRowsPerEntry = 256;

    private readonly long _width = RollupBlock.WidthOf(level);
    private readonly List<int> _entryEnds = [];
    private readonly List<long> _buckets = [];
    private readonly List<int> _nameEntries = [];
    private readonly ValueSketch _sketch = new();
    private readonly ByteWriter _columns = new();
    private readonly ByteWriter _sketches = new();
    private readonly List<MomentsAccumulator> _moments = [];
    private readonly List<long> _lengths = [];
    private int _rows;
    private int _columnCount;

    /// <summary>Whether the rollup is worth its space.</summary>
    internal bool Pays => _rows >= (long)_buckets.Count * MinRowsPerEntry;

    /// <summary>Starts with the rows' metrics and times.</summary>
    /// <param name="nameStarts">Where each metric's rows begin, and at last the count of all rows.</param>
    /// <param name="times">Rising within each metric.</param>
    internal void Begin(ReadOnlySpan<int> nameStarts, ReadOnlySpan<long> times)
    {
        _entryEnds.Clear();
        _buckets.Clear();
        _nameEntries.Clear();
        _columns.Reset();
        _columnCount = 0;
        _rows = times.Length;
        for (int name = 0; name + 1 < nameStarts.Length; name++)
        {
            int before = _buckets.Count;
            for (int row = nameStarts[name]; row < nameStarts[name + 1];)
            {
                long bucket = times[row] / _width;
                row = SortedTimes.From(times[..nameStarts[name + 1]], row, (bucket + 1) * _width);
                _buckets.Add(bucket);
                _entryEnds.Add(row);
            }

            _nameEntries.Add(_buckets.Count - before);
        }
    }

    /// <summary>Adds a measurement.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">One per row.</param>
    /// <param name="present">Which rows have it; empty for all.</param>
    internal void Add(string name, ReadOnlySpan<double> values, ReadOnlySpan<bool> present)
    {
        if (_columnCount == RollupBlock.MaxColumns)
        {
            return;
        }

        using Scratch<double> gathered = new(values.Length);
        using Scratch<bool> entries = new(_buckets.Count);
        _moments.Clear();
        _lengths.Clear();
        _sketches.Reset();
        int start = 0;
        for (int entry = 0; entry < _entryEnds.Count; entry++)
        {
            ReadOnlySpan<double> own = ValuesOf(values, present, start, _entryEnds[entry], gathered.Span);
            start = _entryEnds[entry];
            entries.Span[entry] = !own.IsEmpty;
            if (!own.IsEmpty)
            {
                int before = _sketches.Length;
                _sketch.Clear();
                _sketch.Add(own);
                _sketch.WriteTo(_sketches);
                _lengths.Add(_sketches.Length - before);
                _moments.Add(MomentsAccumulator.Of(own));
            }
        }

        Write(name, entries.Span);
    }

    /// <summary>Writes the rollup.</summary>
    internal void Encode(ByteWriter writer)
    {
        writer.WriteByte((byte)level);
        writer.WriteVarUInt((ulong)_nameEntries.Count);
        foreach (int count in _nameEntries)
        {
            writer.WriteVarUInt((ulong)count);
        }

        long[] records = new long[_entryEnds.Count];
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = _entryEnds[i] - (i == 0 ? 0 : _entryEnds[i - 1]);
        }

        LongColumn.Encode([.. _buckets], writer);
        LongColumn.Encode(records, writer);
        writer.WriteVarUInt((ulong)_columnCount);
        writer.WriteBytes(_columns.WrittenSpan);
    }

    public void Dispose()
    {
        _columns.Dispose();
        _sketches.Dispose();
    }

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

    private void Write(string name, ReadOnlySpan<bool> entries)
    {
        _columnCount++;
        _columns.WriteText(name);
        PresenceColumn.Encode(entries, _columns);
        WriteLongs(static moments => moments.Count);
        WriteDoubles(static moments => moments.Min!.Value);
        WriteDoubles(static moments => moments.Max!.Value);
        WriteDoubles(static moments => moments.Parts.Sum);
        WriteDoubles(static moments => moments.Parts.SumRest);
        WriteDoubles(static moments => moments.Parts.SecondMoment);
        LongColumn.Encode([.. _lengths], _columns);
        _columns.WriteBytes(_sketches.WrittenSpan);
    }

    private void WriteLongs(Func<MomentsAccumulator, long> part) => LongColumn.Encode([.. _moments.Select(part)], _columns);

    private void WriteDoubles(Func<MomentsAccumulator, double> part) => DoubleColumn.Encode([.. _moments.Select(part)], _columns);
}
