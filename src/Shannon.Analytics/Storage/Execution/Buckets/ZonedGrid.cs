namespace Shannon.Analytics.Storage.Execution.Buckets;

/// <summary>
/// Buckets shorter than a day on a local clock that changes. Where the clock jumps, a bucket goes on if the local time stays within it, and ends otherwise;
/// a jump back onto the start of a bucket begins a new one, so that the hour which a clock shows twice is two buckets.
/// </summary>
internal sealed class ZonedGrid(ZoneClock clock, long width) : TimeGrid
{
    internal override (long Start, long End) BucketOf(long time)
    {
        long offset = clock.OffsetAt(time);
        long label = Floor(time + offset, width);
        return (StartOf(time, offset, label), EndOf(time, offset, label));
    }

    private long StartOf(long time, long offset, long label)
    {
        long start = label - offset;
        if (start == time || clock.OffsetAt(start) == offset)
        {
            return start;
        }

        long change = clock.ChangeBetween(start, time);
        long earlier = clock.OffsetAt(change - 1);
        return GoesOn(change, earlier, offset) ? label - earlier : change;
    }

    private long EndOf(long time, long offset, long label)
    {
        long end = label + width - offset;
        if (clock.OffsetAt(end) == offset)
        {
            return end;
        }

        // The clock may also jump back just at the end.
        long change = clock.ChangeBetween(time, end);
        long later = clock.OffsetAt(change);
        return GoesOn(change, offset, later) ? label + width - later : change;
    }

    private bool GoesOn(long change, long earlier, long later) =>
        Floor(change - 1 + earlier, width) == Floor(change + later, width) && change + later != Floor(change + later, width);
}
