using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Execution.Buckets;

/// <summary>Periods of the calendar, or fixed ones, on the local clock: microseconds since 1970-01-01T00:00 local time.</summary>
internal readonly struct CalendarUnit(TimeBucketUnit unit, long width)
{
    // The Monday before 1970-01-01, a Thursday.
    private const long FirstMonday = -3 * ZoneClock.Day;

    /// <summary>Where the period of a local time starts.</summary>
    internal long Floor(long local) => unit switch
    {
        TimeBucketUnit.Fixed => TimeGrid.Floor(local, width),
        TimeBucketUnit.Day => TimeGrid.Floor(local, ZoneClock.Day),
        TimeBucketUnit.Week => TimeGrid.Floor(local - FirstMonday, 7 * ZoneClock.Day) + FirstMonday,
        _ => FromMonth(MonthOf(local) / Months * Months),
    };

    /// <summary>Where the next period starts, given the start of one.</summary>
    internal long Next(long start) => unit switch
    {
        TimeBucketUnit.Fixed => start + width,
        TimeBucketUnit.Day => start + ZoneClock.Day,
        TimeBucketUnit.Week => start + (7 * ZoneClock.Day),
        _ => FromMonth(MonthOf(start) + Months),
    };

    private int Months => unit switch
    {
        TimeBucketUnit.Year => 12,
        TimeBucketUnit.Quarter => 3,
        _ => 1,
    };

    private static int MonthOf(long local)
    {
        DateTime date = DateTime.UnixEpoch.AddMicroseconds(local);
        return (date.Year * 12) + date.Month - 1;
    }

    private static long FromMonth(int month) =>
        (new DateTime(month / 12, (month % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
