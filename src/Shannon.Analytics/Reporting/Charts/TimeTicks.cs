using System.Globalization;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>Round moments of a time axis in the reader's zone, with labels that say only what changes.</summary>
internal static class TimeTicks
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(14),
    ];

    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200];

    internal static IEnumerable<(DateTimeOffset Time, string Label)> Between(DateTimeOffset start, DateTimeOffset end, int most, ReportPresentation presentation)
    {
        TimeZoneInfo zone = presentation.TimeZone;
        DateTime first = TimeZoneInfo.ConvertTime(start, zone).DateTime;
        DateTime last = TimeZoneInfo.ConvertTime(end, zone).DateTime;
        TimeSpan span = last - first;
        foreach (TimeSpan step in Steps)
        {
            if (span / step <= most)
            {
                return Regular(first, last, step, zone, presentation.Culture);
            }
        }

        int months = (((last.Year - first.Year) * 12) + last.Month - first.Month + 1) / Math.Max(1, most);
        return Monthly(first, last, Array.Find(MonthSteps, step => step > months) is > 0 and var step2 ? step2 : MonthSteps[^1], zone, presentation.Culture);
    }

    private static IEnumerable<(DateTimeOffset Time, string Label)> Regular(DateTime first, DateTime last, TimeSpan step, TimeZoneInfo zone, CultureInfo culture)
    {
        // Counted from midnight, so that 6-hour ticks fall on 0, 6, 12 and 18 o'clock.
        long from = step < TimeSpan.FromDays(1) ? first.Date.Ticks : first.Date.Ticks / step.Ticks * step.Ticks;
        for (var tick = new DateTime(from); tick <= last && tick < DateTime.MaxValue - step; tick += step)
        {
            if (tick >= first)
            {
                bool midnight = tick.TimeOfDay == TimeSpan.Zero;
                string text = midnight || step >= TimeSpan.FromDays(1) ? tick.ToString("d MMM", culture) : tick.ToString(step < TimeSpan.FromMinutes(1) ? "HH:mm:ss" : "HH:mm", culture);
                yield return (InUtc(tick, zone), text);
            }
        }
    }

    private static IEnumerable<(DateTimeOffset Time, string Label)> Monthly(DateTime first, DateTime last, int step, TimeZoneInfo zone, CultureInfo culture)
    {
        int month = first.Year * 12 / step * step;
        for (; month / 12 <= last.Year && month / 12 < DateTime.MaxValue.Year; month += step)
        {
            if (month < 12)
            {
                continue;
            }

            var tick = new DateTime(month / 12, (month % 12) + 1, 1);
            if (tick >= first && tick <= last)
            {
                yield return (InUtc(tick, zone), step >= 12 || tick.Month == 1 ? tick.ToString("yyyy", culture) : tick.ToString("MMM", culture));
            }
        }
    }

    private static DateTimeOffset InUtc(DateTime local, TimeZoneInfo zone) => new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
}
