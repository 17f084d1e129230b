using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Metrics;

public class TimeRangeTests
{
    [Fact]
    public void Contains_BothEnds_AreIncluded()
    {
        var range = new TimeRange(Some.Time, Some.Time.AddHours(1));
        Assert.True(range.Contains(Some.Time));
        Assert.True(range.Contains(Some.Time.AddHours(1)));
        Assert.False(range.Contains(Some.Time.AddTicks(-1)));
        Assert.False(range.Contains(Some.Time.AddHours(1).AddTicks(1)));
    }

    [Fact]
    public void All_Everything_IsIncluded()
    {
        Assert.Equal(default, TimeRange.All);
        Assert.True(TimeRange.All.Contains(DateTimeOffset.MinValue));
        Assert.True(TimeRange.All.Contains(DateTimeOffset.MaxValue));
        Assert.Equal((long.MinValue, long.MaxValue), (TimeRange.All.StartMicros, TimeRange.All.EndMicros));
    }

    [Fact]
    public void Ctor_EndBeforeStart_ThrowsNamingBoth()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new TimeRange(Some.Time, Some.Time.AddTicks(-1)));
        Assert.Contains("2026-03-14T15:09:26", error.Message, StringComparison.Ordinal);
        Assert.Equal(Some.Time, new TimeRange(Some.Time, Some.Time).End);
    }

    [Fact]
    public void Ctor_OtherOffset_IsKeptAsUtc()
    {
        var range = TimeRange.Since(Some.Time.ToOffset(TimeSpan.FromHours(5)));
        Assert.Equal(TimeSpan.Zero, range.Start!.Value.Offset);
        Assert.Equal(Some.Time, range.Start);
        Assert.Equal(new TimeRange(Some.Time, null), range);
    }

    [Fact]
    public void Last_FakeClock_EndsNow()
    {
        var time = new FakeTimeProvider(Some.Time);
        Assert.Equal(new TimeRange(Some.Time.AddMinutes(-5), Some.Time), TimeRange.Last(TimeSpan.FromMinutes(5), time));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeRange.Last(TimeSpan.FromTicks(-1), time));
    }
}
