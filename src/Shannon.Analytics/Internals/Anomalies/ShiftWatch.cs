using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// After an alarm, tells a spike from the first value of a new level: if most of the next values lie as far out, measured from what was expected
/// at the alarm, the level has shifted.
/// </summary>
internal sealed class ShiftWatch
{
    private const int WatchedRecords = 12;
    private const int OutRecords = 9;
    private const double OutShare = 0.5;

    private double _level;
    private double _deviation;
    private int _left;
    private int _out;

    /// <summary>Starts to watch from an alarm on.</summary>
    /// <param name="level">What is added to the season to expect a value, as of the alarm.</param>
    /// <param name="deviation">The alarm's value less what was expected.</param>
    internal void Start(double level, double deviation) => (_level, _deviation, _left, _out) = (level, deviation, deviation == 0 ? 0 : WatchedRecords, 0);

    internal void Stop() => _left = 0;

    /// <summary>Takes the next value less its season; true when, with it, the level has shifted.</summary>
    internal bool Observe(double deseasoned)
    {
        if (_left == 0)
        {
            return false;
        }

        _left--;
        if ((deseasoned - _level) / _deviation >= OutShare)
        {
            _out++;
        }

        return _left == 0 && _out >= OutRecords;
    }

    internal void Save(ByteWriter writer)
    {
        writer.WriteDouble(_level);
        writer.WriteDouble(_deviation);
        writer.WriteVarUInt((ulong)_left);
        writer.WriteVarUInt((ulong)_out);
    }

    internal void Load(ref ByteReader reader)
    {
        _level = reader.ReadDouble();
        _deviation = reader.ReadDouble();
        _left = reader.ReadCount(WatchedRecords);
        _out = reader.ReadCount(WatchedRecords);
    }
}
