using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.Metrics;

public class UnixMicrosTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(19, 1)]
    [InlineData(-1, -1)]
    [InlineData(-10, -1)]
    [InlineData(-11, -2)]
    public void From_TicksAroundTheEpoch_AreCutOffDownwards(long ticks, long micros) =>
        Assert.Equal(micros, UnixMicros.From(DateTimeOffset.UnixEpoch.AddTicks(ticks)));

    [Fact]
    public void RoundTrip_WholeMicroseconds_AreExactInUtc()
    {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++)
        {
            long micros = random.NextInt64(UnixMicros.Min, UnixMicros.Max + 1);
            DateTimeOffset time = UnixMicros.ToTime(micros);
            Assert.Equal(TimeSpan.Zero, time.Offset);
            Assert.Equal(micros, UnixMicros.From(time));
            Assert.Equal(micros, UnixMicros.From(time.ToOffset(TimeSpan.FromHours(-7))));
        }
    }

    [Fact]
    public void Bounds_AreThoseOfTheLimits()
    {
        Assert.Equal(0, UnixMicros.Min);
        Assert.Equal(new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero), UnixMicros.ToTime(UnixMicros.Max + 1));
    }
}
