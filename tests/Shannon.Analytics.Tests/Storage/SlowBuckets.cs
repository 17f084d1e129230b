using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>The plain twin of buckets: walks from minute to minute along the local clock. For widths of whole minutes, and clocks that change at whole minutes.</summary>
internal static class SlowBuckets
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly Dictionary<(TimeBucket Bucket, DateTimeOffset Minute), DateTimeOffset> Known = [];

    public static DateTimeOffset StartOf(TimeBucket bucket, DateTimeOffset time)
    {
        var minute = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % Minute.Ticks), TimeSpan.Zero);
        lock (Known)
        {
            if (!Known.TryGetValue((bucket, minute), out DateTimeOffset start))
            {
                start = minute;
                while (!IsStart(bucket, start))
                {
                    start -= IsCalendar(bucket) && SameLabel(bucket, start, start - Day) ? Day : Minute;
                }

                Known.Add((bucket, minute), start);
            }

            return start;
        }
    }

    public static TimeSpan LengthOf(TimeBucket bucket, DateTimeOffset time)
    {
        DateTimeOffset start = StartOf(bucket, time);
        DateTimeOffset end = start + Minute;
        while (!IsStart(bucket, end))
        {
            end += IsCalendar(bucket) && SameLabel(bucket, end, end + Day) ? Day : Minute;
        }

        return end - start;
    }

    private static bool IsStart(TimeBucket bucket, DateTimeOffset minute)
    {
        DateTime now = Local(bucket, minute);
        DateTime before = Local(bucket, minute - Minute);
        if (IsCalendar(bucket))
        {
            // The first minute that shows a date not shown before.
            return LabelOf(bucket, now) > LabelOf(bucket, before) && !Enumerable.Range(1, 180).Any(i => LabelOf(bucket, Local(bucket, minute - (i * Minute))) >= LabelOf(bucket, now));
        }

        return LabelOf(bucket, now) != LabelOf(bucket, before) || (now - before != Minute && LabelOf(bucket, now) == now);
    }

    private static bool IsCalendar(TimeBucket bucket) => bucket.Unit != TimeBucketUnit.Fixed || bucket.Width >= Day;

    private static bool SameLabel(TimeBucket bucket, DateTimeOffset one, DateTimeOffset other) =>
        bucket.Zone.GetUtcOffset(one) == bucket.Zone.GetUtcOffset(other) && LabelOf(bucket, Local(bucket, one)) == LabelOf(bucket, Local(bucket, other));

    private static DateTime Local(TimeBucket bucket, DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, bucket.Zone).DateTime;

    private static DateTime LabelOf(TimeBucket bucket, DateTime local) => bucket.Unit switch
    {
        TimeBucketUnit.Day => local.Date,
        TimeBucketUnit.Week => local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7)),
        TimeBucketUnit.Month => new DateTime(local.Year, local.Month, 1),
        TimeBucketUnit.Quarter => new DateTime(local.Year, ((local.Month - 1) / 3 * 3) + 1, 1),
        TimeBucketUnit.Year => new DateTime(local.Year, 1, 1),
        _ => DateTime.UnixEpoch.AddTicks((long)Math.Floor((local - DateTime.UnixEpoch).Ticks / (decimal)bucket.Width.Ticks) * bucket.Width.Ticks),
    };
}
