using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>The slow level and spread of a series: a running mean that one value moves by no more than a bounded step (Huber 1964), and the mean distance from it.</summary>
internal sealed class LevelTracker
{
    private const int Memory = 1000;
    private const double StepSpreads = 1.5;

    private int _records;

    internal double Level { get; private set; }

    internal double Spread { get; private set; }

    internal void Learn(double value)
    {
        if (_records == 0)
        {
            (_records, Level) = (1, value);
            return;
        }

        double distance = value - Level;
        Spread += (Math.Abs(distance) - Spread) / _records;
        _records = Math.Min(_records + 1, Memory);
        double most = StepSpreads * Spread;
        Level += Math.Clamp(distance, -most, most) / _records;
    }

    internal void Save(ByteWriter writer)
    {
        writer.WriteVarUInt((ulong)_records);
        writer.WriteDouble(Level);
        writer.WriteDouble(Spread);
    }

    internal void Load(ref ByteReader reader)
    {
        _records = reader.ReadCount(Memory);
        Level = reader.ReadDouble();
        Spread = reader.ReadDouble();
    }
}
