using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Costs;

/// <summary>Names the day of a moment in a time zone. Made for moments in order: the zone is asked once per day. Not thread-safe.</summary>
internal sealed class DayClock(TimeZoneInfo zone)
{
    private readonly TimeBucket _days = TimeBucket.Day with { Zone = zone };
    private long _from;
    private long _to;
    private string _day = string.Empty;

    internal string DayOf(long micros)
    {
        if (micros < _from || micros >= _to || _day.Length == 0)
        {
            DateTimeOffset time = UnixMicros.ToTime(micros);
            DateTimeOffset start = _days.StartOf(time);
            _from = UnixMicros.From(start);
            _to = UnixMicros.From(_days.Next(time));
            _day = TimeZoneInfo.ConvertTime(start, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return _day;
    }
}
