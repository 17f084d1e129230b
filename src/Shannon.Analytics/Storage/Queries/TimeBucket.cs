using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Execution.Buckets;

namespace Shannon.Analytics.Storage.Queries;

/// <summary>Consecutive, half-open, aligned stretches of time. Immutable.</summary>
public sealed record TimeBucket
{
    private TimeBucket(TimeBucketUnit unit, TimeSpan width)
    {
        Unit = unit;
        Width = width;
    }

    /// <summary>Minutes.</summary>
    public static TimeBucket Minute { get; } = Of(TimeSpan.FromMinutes(1));

    /// <summary>Hours.</summary>
    public static TimeBucket Hour { get; } = Of(TimeSpan.FromHours(1));

    /// <summary>Days of the calendar.</summary>
    public static TimeBucket Day { get; } = new(TimeBucketUnit.Day, TimeSpan.FromDays(1));

    /// <summary>Weeks from Monday on.</summary>
    public static TimeBucket Week { get; } = new(TimeBucketUnit.Week, TimeSpan.FromDays(7));

    /// <summary>Months of the calendar.</summary>
    public static TimeBucket Month { get; } = new(TimeBucketUnit.Month, TimeSpan.FromDays(30));

    /// <summary>Quarters of a year.</summary>
    public static TimeBucket Quarter { get; } = new(TimeBucketUnit.Quarter, TimeSpan.FromDays(91));

    /// <summary>Years of the calendar.</summary>
    public static TimeBucket Year { get; } = new(TimeBucketUnit.Year, TimeSpan.FromDays(365));

    /// <summary>How the buckets follow each other.</summary>
    public TimeBucketUnit Unit { get; }

    /// <summary>The length of fixed buckets; about the length of the others.</summary>
    public TimeSpan Width { get; }

    /// <summary>The time zone whose clock and calendar the buckets follow. UTC by default.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Fixed buckets.</summary>
    /// <param name="width">At least one millisecond, in whole microseconds, at most 3,660 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width lies outside.</exception>
    public static TimeBucket Of(TimeSpan width) =>
        width >= TimeSpan.FromMilliseconds(1) && width <= TimeSpan.FromDays(3_660) && width.Ticks % TimeSpan.TicksPerMicrosecond == 0
            ? new(TimeBucketUnit.Fixed, width)
            : throw new ArgumentOutOfRangeException(nameof(width), width, "A bucket is between one millisecond and 3,660 days long, in whole microseconds.");

    /// <summary>The start of the bucket that holds a moment.</summary>
    /// <param name="time">The moment.</param>
    /// <returns>The start in UTC.</returns>
    public DateTimeOffset StartOf(DateTimeOffset time) => UnixMicros.ToTime(Grid.BucketOf(UnixMicros.From(time)).Start);

    /// <summary>The start of the bucket behind the one that holds a moment: the end of that one.</summary>
    /// <param name="time">The moment.</param>
    /// <returns>The end in UTC.</returns>
    public DateTimeOffset Next(DateTimeOffset time) => UnixMicros.ToTime(Grid.BucketOf(UnixMicros.From(time)).End);

    private TimeGrid Grid => TimeGrid.Of(this)!;
}
