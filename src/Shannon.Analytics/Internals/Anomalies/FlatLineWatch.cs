using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// Notices that values which used to vary repeat one value: the run of repeats is far longer than any before and improbable for how often values
/// repeat here. Once a run.
/// </summary>
internal sealed class FlatLineWatch
{
    private const int LeastRun = 12;
    private const int LeastBefore = 100;
    private const int Memory = 20_000;

    /// <summary>How improbable a run must be, in decades.</summary>
    private const double LeastDecades = 12;

    private double _value;
    private int _records;
    private int _repeats;
    private int _run;
    private int _longest;
    private bool _reported;

    /// <summary>Repeats of the value so far.</summary>
    internal int Run => _run;

    /// <summary>Takes the next value; true when it makes a flat line of the run.</summary>
    internal bool Observe(double value)
    {
        if (_records > 0 && value == _value)
        {
            _run = Math.Min(_run + 1, Memory);
            _repeats++;
        }
        else
        {
            _longest = Math.Max(_longest, _run);
            (_value, _run, _reported) = (value, 0, false);
        }

        if (++_records >= Memory)
        {
            // A half of the past is forgotten, which keeps the rate.
            (_records, _repeats) = (_records / 2, _repeats / 2);
        }

        if (_reported || !IsFlat())
        {
            return false;
        }

        _reported = true;
        return true;
    }

    internal void Save(ByteWriter writer)
    {
        writer.WriteDouble(_value);
        writer.WriteVarUInt((ulong)_records);
        writer.WriteVarUInt((ulong)_repeats);
        writer.WriteVarUInt((ulong)_run);
        writer.WriteVarUInt((ulong)_longest);
        writer.WriteFlag(_reported);
    }

    internal void Load(ref ByteReader reader)
    {
        _value = reader.ReadDouble();
        _records = reader.ReadCount(Memory);
        _repeats = reader.ReadCount(Memory);
        _run = reader.ReadCount(Memory);
        _longest = reader.ReadCount(Memory);
        _reported = reader.ReadFlag();
    }

    private bool IsFlat()
    {
        int before = _records - _run;
        if (_run < LeastRun || _run <= 2 * _longest || before < LeastBefore)
        {
            return false;
        }

        double repeatRate = Math.Max(0, _repeats - _run + 1) / (before + 2.0);
        return -_run * Math.Log10(Math.Clamp(repeatRate, 1e-9, 1)) >= LeastDecades;
    }
}
