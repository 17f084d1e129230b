using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Execution.Buckets;

/// <summary>The buckets of a query on the line of time, in microseconds of UTC: consecutive, half-open, without gaps. Immutable and thread-safe.</summary>
internal abstract class TimeGrid
{
    /// <summary>The grid for a query's buckets; null for none.</summary>
    internal static TimeGrid? Of(TimeBucket? bucket)
    {
        if (bucket is null)
        {
            return null;
        }

        long width = bucket.Width.Ticks / TimeSpan.TicksPerMicrosecond;
        var clock = new ZoneClock(bucket.Zone);
        if (bucket.Unit != TimeBucketUnit.Fixed)
        {
            return new CalendarGrid(clock, new CalendarUnit(bucket.Unit, width));
        }

        if (clock.ConstantOffset is { } offset)
        {
            return new FixedGrid(width, offset);
        }

        // Long buckets join what the clock repeats, as days of the calendar do; short ones tell the repeated hour from the first.
        return width >= ZoneClock.Day ? new CalendarGrid(clock, new CalendarUnit(TimeBucketUnit.Fixed, width)) : new ZonedGrid(clock, width);
    }

    /// <summary>The bucket that holds a moment: from start to just before end.</summary>
    internal abstract (long Start, long End) BucketOf(long time);

    internal static long Floor(long value, long width)
    {
        long rest = value % width;
        return rest < 0 ? value - rest - width : value - rest;
    }
}
