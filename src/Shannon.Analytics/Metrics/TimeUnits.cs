namespace Shannon.Analytics.Metrics;

/// <summary>The spellings of units of time, and their conversion to seconds.</summary>
internal static class TimeUnits
{
    internal static bool TryToSeconds(double value, string unit, out double seconds)
    {
        switch (unit)
        {
            case "s" or "sec" or "secs" or "second" or "seconds":
                seconds = value;
                return true;
            case "ms" or "msec" or "millis" or "millisecond" or "milliseconds":
                seconds = value / 1e3;
                return true;
            case "us" or "µs" or "usec" or "microsecond" or "microseconds":
                seconds = value / 1e6;
                return true;
            case "ns" or "nsec" or "nanosecond" or "nanoseconds":
                seconds = value / 1e9;
                return true;
            case "min" or "mins" or "minute" or "minutes":
                seconds = value * 60;
                return true;
            case "h" or "hr" or "hour" or "hours":
                seconds = value * 3600;
                return true;
            default:
                seconds = value;
                return false;
        }
    }
}
