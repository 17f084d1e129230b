using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>Reads the times of transcripts.</summary>
internal static class TimestampParser
{
    private static readonly long Maximum = ToMicros(Metrics.MetricLimits.MaxTimestamp);

    /// <summary>Microseconds since 1970-01-01T00:00:00Z, or null if the text is no ISO 8601 time between 1970 and 2199.</summary>
    internal static long? Parse(ReadOnlySpan<byte> text)
    {
        if (TryParseUsual(text, out DateTimeOffset time) || TryParseOther(text, out time))
        {
            long micros = ToMicros(time);
            return micros >= 0 && micros <= Maximum ? micros : null;
        }

        return null;
    }

    internal static DateTimeOffset ToTime(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    internal static long ToMicros(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    // 2025-09-01T12:34:56.789Z, as all versions write it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryParseUsual(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text is not [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _, (byte)'T', _, _, (byte)':', _, _, (byte)':', _, _, (byte)'.', _, _, _, (byte)'Z'])
        {
            return false;
        }

        int year = Digits(text, 0, 4);
        int month = Digits(text, 5, 2);
        int day = Digits(text, 8, 2);
        int hour = Digits(text, 11, 2);
        int minute = Digits(text, 14, 2);
        int second = Digits(text, 17, 2);
        int millisecond = Digits(text, 20, 3);
        if (year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || millisecond < 0)
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, millisecond, TimeSpan.Zero);
        return true;
    }

    private static int Digits(ReadOnlySpan<byte> text, int from, int count)
    {
        int value = 0;
        foreach (byte digit in text.Slice(from, count))
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return -1;
            }

            value = (value * 10) + (digit - '0');
        }

        return value;
    }

    private static bool TryParseOther(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        return text.Length is >= 10 and <= 40
            && Ascii.IsValid(text)
            && DateTimeOffset.TryParse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }
}
