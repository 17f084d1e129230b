using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Execution.Buckets;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Storage.Execution.Buckets;

public class TimeGridTests
{
    public static TheoryData<string> Zones => ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "America/St_Johns"];

    [Theory]
    [MemberData(nameof(Zones))]
    public void BucketOf_AnyMoment_AgreesWithTheWalkAlongTheClock(string zoneName)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var random = new Random(7);
        DateTimeOffset[] changes = [.. Changes(zone)];
        TimeBucket[] buckets = [TimeBucket.Minute, TimeBucket.Of(TimeSpan.FromMinutes(15)), TimeBucket.Hour, TimeBucket.Of(TimeSpan.FromHours(2)), TimeBucket.Of(TimeSpan.FromHours(6)), TimeBucket.Of(TimeSpan.FromDays(1)), TimeBucket.Day, TimeBucket.Of(TimeSpan.FromDays(10)), TimeBucket.Week, TimeBucket.Month, TimeBucket.Quarter, TimeBucket.Year];
        foreach (TimeBucket bucket in buckets.Select(bucket => bucket with { Zone = zone }))
        {
            TimeGrid grid = TimeGrid.Of(bucket)!;
            for (int i = 0; i < 60; i++)
            {
                DateTimeOffset near = changes.Length > 0 && i % 4 > 0 ? changes[random.Next(changes.Length)] : new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(900_000));
                DateTimeOffset time = near.AddSeconds(random.Next(-40_000, 40_000));
                var (start, end) = grid.BucketOf(UnixMicros.From(time));
                Assert.Equal(SlowBuckets.StartOf(bucket, time), UnixMicros.ToTime(start));
                Assert.Equal(SlowBuckets.LengthOf(bucket, time), UnixMicros.ToTime(end) - UnixMicros.ToTime(start));
                Assert.Equal((start, end), grid.BucketOf(start));
                Assert.Equal((start, end), grid.BucketOf(end - 1));
                Assert.Equal(end, grid.BucketOf(end).Start);
            }
        }
    }

    [Theory]
    [InlineData("2026-03-29T12:00Z", 23)]
    [InlineData("2026-10-25T12:00Z", 25)]
    [InlineData("2026-06-01T12:00Z", 24)]
    public void BucketOf_DayInBerlin_IsAsLongAsTheClockSays(string noon, int hours)
    {
        var grid = TimeGrid.Of(TimeBucket.Day with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") })!;
        var (start, end) = grid.BucketOf(UnixMicros.From(DateTimeOffset.Parse(noon, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(TimeSpan.FromHours(hours), UnixMicros.ToTime(end) - UnixMicros.ToTime(start));
    }

    [Fact]
    public void BucketOf_HourThatTheClockShowsTwice_IsTwoBuckets()
    {
        var grid = TimeGrid.Of(TimeBucket.Hour with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") })!;
        long first = UnixMicros.From(new DateTimeOffset(2026, 10, 25, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal((first, first + 3_600_000_000), grid.BucketOf(first));
        Assert.Equal((first + 3_600_000_000, first + 7_200_000_000), grid.BucketOf(first + 3_600_000_000));
    }

    private static IEnumerable<DateTimeOffset> Changes(TimeZoneInfo zone)
    {
        for (var time = new DateTimeOffset(2004, 1, 1, 0, 0, 0, TimeSpan.Zero); time.Year < 2028; time = time.AddHours(1))
        {
            if (zone.GetUtcOffset(time) != zone.GetUtcOffset(time.AddHours(-1)))
            {
                yield return time;
            }
        }
    }
}
