using System.Globalization;
using ClaudeUsage.Output;

namespace ClaudeUsage.CommandLine;

/// <summary>A date (a whole day in UTC) or a moment in ISO 8601 (UTC unless it says otherwise).</summary>
internal static class DateArgument
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyyMMdd"];

    private static readonly string[] Moments =
        ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", "yyyy-MM-ddTHH:mmZ", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ"];

    /// <summary>The beginning of the day, or the moment.</summary>
    public static DateTimeOffset Start(string option, string value) => Parse(option, value, out _);

    /// <summary>The last microsecond of the day, or the moment.</summary>
    public static DateTimeOffset End(string option, string value)
    {
        DateTimeOffset moment = Parse(option, value, out bool isDay);
        return isDay ? moment.AddTicks(TimeSpan.TicksPerDay - TimeSpan.TicksPerMicrosecond) : moment;
    }

    private static DateTimeOffset Parse(string option, string value, out bool isDay)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        isDay = DateTimeOffset.TryParseExact(value, Dates, CultureInfo.InvariantCulture, Utc, out DateTimeOffset day);
        if (isDay)
        {
            return day;
        }

        return DateTimeOffset.TryParseExact(value, Moments, CultureInfo.InvariantCulture, Utc, out DateTimeOffset moment)
            ? moment
            : throw new UsageException($"{option} is '{CellText.Sanitise(value)}', which is no date. Write it as 2026-09-15, or 2026-09-15T14:30Z for a moment.");
    }
}
