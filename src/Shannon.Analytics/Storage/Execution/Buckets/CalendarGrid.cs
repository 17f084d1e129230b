namespace Shannon.Analytics.Storage.Execution.Buckets;

/// <summary>
/// Periods of a local calendar. A period begins when the local clock first shows its start; what the clock shows twice belongs to the period that has
/// begun, so that a day has 23 or 25 hours where the clock changes.
/// </summary>
internal sealed class CalendarGrid(ZoneClock clock, CalendarUnit unit) : TimeGrid
{
    internal override (long Start, long End) BucketOf(long time)
    {
        long start = unit.Floor(time + clock.OffsetAt(time));
        long next = unit.Next(start);
        long end = clock.FirstAt(next);
        return time < end ? (clock.FirstAt(start), end) : (end, clock.FirstAt(unit.Next(next)));
    }
}
