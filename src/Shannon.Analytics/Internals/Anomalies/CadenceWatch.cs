using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// Knows the rhythm in which records come, if there is one, and from when on data counts as missing: after a pause of ten usual ones that is also
/// twice as long as the longest before. Streams without a rhythm, as of single requests, are never missing.
/// </summary>
internal sealed class CadenceWatch
{
    private const int LeastGaps = 100;
    private const int UsualGaps = 10;
    private const int LongestGaps = 2;
    private const double RegularShare = 0.9;
    private const double RegularRate = 1.0 / 64;

    /// <summary>The usual gap moves by this share towards each new one: a running median.</summary>
    private const double LeastStep = 0.02;

    private bool _started;
    private long _last;
    private int _gaps;
    private double _usual;
    private double _regular;
    private double _longest;
    private bool _reported;

    /// <summary>The moment after which data counts as missing; the end of time while there is no rhythm.</summary>
    internal long Deadline
    {
        get
        {
            if (_gaps < LeastGaps || _regular < RegularShare)
            {
                return long.MaxValue;
            }

            double pause = Math.Max(UsualGaps * _usual, LongestGaps * _longest);
            return pause < long.MaxValue - (double)Math.Max(_last, 0) - 1e4 ? _last + (long)pause : long.MaxValue;
        }
    }

    /// <summary>Whether time has come past the deadline; once a gap.</summary>
    internal bool Passes(long nowMicros)
    {
        if (_reported || nowMicros <= Deadline)
        {
            return false;
        }

        _reported = true;
        return true;
    }

    /// <summary>Takes the time of the next record and returns the time it counts as.</summary>
    internal long Observe(long timeMicros)
    {
        _reported = false;
        if (!_started)
        {
            (_started, _last) = (true, timeMicros);
            return timeMicros;
        }

        if (timeMicros <= _last)
        {
            return _last;
        }

        double gap = (double)timeMicros - _last;
        _gaps = Math.Min(_gaps + 1, LeastGaps);
        double step = Math.Max(LeastStep, 1.0 / _gaps);
        _usual = _gaps == 1 ? gap : gap > _usual ? Math.Min(gap, _usual * (1 + step)) : Math.Max(gap, _usual * (1 - step));
        _regular += ((gap <= 2 * _usual ? 1 : 0) - _regular) * Math.Max(RegularRate, 1.0 / _gaps);
        _longest = Math.Max(_longest, gap);
        _last = timeMicros;
        return timeMicros;
    }

    internal void Save(ByteWriter writer)
    {
        writer.WriteFlag(_started);
        writer.WriteVarInt(_last);
        writer.WriteVarUInt((ulong)_gaps);
        writer.WriteDouble(_usual);
        writer.WriteDouble(_regular);
        writer.WriteDouble(_longest);
        writer.WriteFlag(_reported);
    }

    internal void Load(ref ByteReader reader)
    {
        _started = reader.ReadFlag();
        _last = reader.ReadVarInt();
        _gaps = reader.ReadCount(LeastGaps);
        _usual = reader.ReadDouble();
        _regular = reader.ReadDouble();
        _longest = reader.ReadDouble();
        _reported = reader.ReadFlag();
    }
}
