using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// What a value usually is at this time of day, and how far this hour of the week is from that: running means by quarter of an hour of the day (UTC),
/// and of what they leave by hour of the week. The week is used from its second repetition on, and only while it makes the forecast better.
/// </summary>
internal sealed class CalendarProfile
{
    private const long DayMicros = 86_400_000_000;
    private const long WeekMicros = 7 * DayMicros;
    private const int DaySlots = 96;
    private const int WeekSlots = 168;

    /// <summary>Means run over about this many visits, then forget.</summary>
    private const int Memory = 20;

    private const int ErrorMemory = 1000;

    /// <summary>The week must be better by a tenth to be taken up, and at all to be kept.</summary>
    private const double WeekGain = 0.9;

    private readonly double[] _day = new double[DaySlots];
    private readonly byte[] _dayVisits = new byte[DaySlots];
    private readonly double[] _week = new double[WeekSlots];
    private readonly byte[] _weekVisits = new byte[WeekSlots];
    private bool _started;
    private long _start;
    private int _compared;
    private double _dayError;
    private double _weekError;
    private bool _useWeek;

    /// <summary>The forecast, or <paramref name="otherwise"/> for a time of day never visited.</summary>
    internal double Forecast(long timeMicros, double otherwise)
    {
        int day = DaySlot(timeMicros);
        if (_dayVisits[day] == 0)
        {
            return otherwise;
        }

        return _useWeek ? _day[day] + _week[WeekSlot(timeMicros)] : _day[day];
    }

    internal void Learn(long timeMicros, double value)
    {
        if (!_started)
        {
            (_started, _start) = (true, timeMicros);
        }

        int day = DaySlot(timeMicros);
        if (_dayVisits[day] > 0)
        {
            LearnWeek(timeMicros, value - _day[day]);
        }

        _dayVisits[day] = (byte)Math.Min(_dayVisits[day] + 1, Memory);
        _day[day] += (value - _day[day]) / _dayVisits[day];
    }

    internal void Save(ByteWriter writer)
    {
        writer.WriteFlag(_started);
        writer.WriteVarInt(_start);
        writer.WriteVarUInt((ulong)_compared);
        writer.WriteDouble(_dayError);
        writer.WriteDouble(_weekError);
        writer.WriteFlag(_useWeek);
        SaveSlots(writer, _day, _dayVisits);
        SaveSlots(writer, _week, _weekVisits);
    }

    internal void Load(ref ByteReader reader)
    {
        _started = reader.ReadFlag();
        _start = reader.ReadVarInt();
        _compared = reader.ReadCount(ErrorMemory);
        _dayError = reader.ReadDouble();
        _weekError = reader.ReadDouble();
        _useWeek = reader.ReadFlag();
        LoadSlots(ref reader, _day, _dayVisits);
        LoadSlots(ref reader, _week, _weekVisits);
    }

    private static void SaveSlots(ByteWriter writer, double[] means, byte[] visits)
    {
        for (int i = 0; i < means.Length; i++)
        {
            writer.WriteByte(visits[i]);
            if (visits[i] > 0)
            {
                writer.WriteDouble(means[i]);
            }
        }
    }

    private static void LoadSlots(ref ByteReader reader, double[] means, byte[] visits)
    {
        for (int i = 0; i < means.Length; i++)
        {
            visits[i] = (byte)reader.ReadCount(Memory);
            means[i] = visits[i] > 0 ? reader.ReadDouble() : 0;
        }
    }

    private static int DaySlot(long timeMicros) => (int)(Modulo(timeMicros, DayMicros) / (DayMicros / DaySlots));

    private static int WeekSlot(long timeMicros) => (int)(Modulo(timeMicros, WeekMicros) / (WeekMicros / WeekSlots));

    private static long Modulo(long value, long divisor)
    {
        long rest = value % divisor;
        return rest < 0 ? rest + divisor : rest;
    }

    private void LearnWeek(long timeMicros, double rest)
    {
        int week = WeekSlot(timeMicros);
        ulong age = timeMicros < _start ? 0 : (ulong)timeMicros - (ulong)_start;
        if (_weekVisits[week] > 0 && age > (ulong)WeekMicros)
        {
            _compared = Math.Min(_compared + 1, ErrorMemory);
            _dayError += (Math.Abs(rest) - _dayError) / _compared;
            _weekError += (Math.Abs(rest - _week[week]) - _weekError) / _compared;
        }

        _weekVisits[week] = (byte)Math.Min(_weekVisits[week] + 1, Memory);
        _week[week] += (rest - _week[week]) / _weekVisits[week];
        _useWeek = age > 2 * (ulong)WeekMicros && (_useWeek ? _weekError < _dayError : _weekError < WeekGain * _dayError);
    }
}
