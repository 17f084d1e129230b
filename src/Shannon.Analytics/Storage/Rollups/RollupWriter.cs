using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>Writes the bytes of a rollup: first its entries, then one measurement after the other, each with one value per entry. Reusable; not thread-safe.</summary>
internal sealed class RollupWriter(RollupLevel level) : IDisposable
{
    private readonly List<long> _starts = [];
    private readonly List<long> _records = [];
    private readonly List<int> _nameEntries = [];
    private readonly List<bool> _present = [];
    private readonly List<MomentsAccumulator> _moments = [];
    private readonly List<long> _lengths = [];
    private readonly ByteWriter _columns = new();
    private readonly ByteWriter _sketches = new();
    private int _columnCount;

    internal int Count => _starts.Count;

    internal bool IsFull => _columnCount == RollupBlock.MaxColumns;

    internal void Begin()
    {
        _starts.Clear();
        _records.Clear();
        _nameEntries.Clear();
        _columns.Reset();
        _columnCount = 0;
        BeginColumn();
    }

    /// <summary>Starts the entries of the next metric.</summary>
    internal void BeginName() => _nameEntries.Add(0);

    /// <summary>Adds an entry of the current metric; starts rise, in microseconds.</summary>
    internal void AddEntry(long start, long records)
    {
        _starts.Add(start / RollupBlock.WidthOf(level));
        _records.Add(records);
        _nameEntries[^1]++;
    }

    /// <summary>Adds what the next entry has of the current measurement.</summary>
    internal void AddValues(in MomentsAccumulator moments, ValueSketch sketch)
    {
        _present.Add(moments.Count > 0);
        if (moments.Count > 0)
        {
            int before = _sketches.Length;
            sketch.WriteTo(_sketches);
            _lengths.Add(_sketches.Length - before);
            _moments.Add(moments);
        }
    }

    /// <summary>Ends the current measurement; every entry has been given.</summary>
    internal void EndColumn(string name)
    {
        _columnCount++;
        _columns.WriteText(name);
        PresenceColumn.Encode([.. _present], _columns);
        LongColumn.Encode([.. _moments.Select(static moments => moments.Count)], _columns);
        WriteDoubles(static moments => moments.Min!.Value);
        WriteDoubles(static moments => moments.Max!.Value);
        WriteDoubles(static moments => moments.Parts.Sum);
        WriteDoubles(static moments => moments.Parts.SumRest);
        WriteDoubles(static moments => moments.Parts.SecondMoment);
        LongColumn.Encode([.. _lengths], _columns);
        _columns.WriteBytes(_sketches.WrittenSpan);
        BeginColumn();
    }

    /// <summary>Writes everything.</summary>
    internal void Encode(ByteWriter writer)
    {
        writer.WriteByte((byte)level);
        writer.WriteVarUInt((ulong)_nameEntries.Count);
        foreach (int count in _nameEntries)
        {
            writer.WriteVarUInt((ulong)count);
        }

        LongColumn.Encode([.. _starts], writer);
        LongColumn.Encode([.. _records], writer);
        writer.WriteVarUInt((ulong)_columnCount);
        writer.WriteBytes(_columns.WrittenSpan);
    }

    public void Dispose()
    {
        _columns.Dispose();
        _sketches.Dispose();
    }

    private void BeginColumn()
    {
        _present.Clear();
        _moments.Clear();
        _lengths.Clear();
        _sketches.Reset();
    }

    private void WriteDoubles(Func<MomentsAccumulator, double> part) => DoubleColumn.Encode([.. _moments.Select(part)], _columns);
}
