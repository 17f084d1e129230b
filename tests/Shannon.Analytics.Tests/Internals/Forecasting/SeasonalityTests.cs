using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Tests.Internals.Forecasting;

public class SeasonalityTests
{
    [Fact]
    public void Detect_SeasonInNoiseAndTrend_FindsIt()
    {
        Random random = new(41);
        double[] values = [.. Enumerable.Range(0, 90).Select(i => (0.2 * i) + (i % 7 >= 5 ? -3 : 0) + random.NextDouble())];
        Seasonality season = Assert.Single(Seasonality.Detect(values, [5, 7], Seasonality.DefaultLevel, CancellationToken.None));
        Assert.Equal(7, season.Period);
        Assert.InRange(season.Strength, 0.8, 1);
        Assert.InRange(season.PValue, 0, 0.001);
        Assert.Equal(7, Seasonality.Find(values, CancellationToken.None)!.Value.Period);
    }

    [Fact]
    public void Detect_NoSeason_RarelyAlarms()
    {
        Random random = new(42);
        int white = 0;
        int walk = 0;
        for (int round = 0; round < 300; round++)
        {
            double[] noise = [.. Enumerable.Range(0, 70).Select(_ => random.NextDouble() - 0.5)];
            white += Seasonality.Detect(noise, [7], Seasonality.DefaultLevel, CancellationToken.None).Count;
            for (int i = 1; i < noise.Length; i++)
            {
                noise[i] += noise[i - 1];
            }

            walk += Seasonality.Detect(noise, [7], Seasonality.DefaultLevel, CancellationToken.None).Count;
        }

        Assert.InRange(white, 0, 6);
        Assert.InRange(walk, 0, 6);
    }

    [Fact]
    public void Detect_NothingToSee_IsEmpty()
    {
        Assert.Empty(Seasonality.Detect([], [7], 0.01, CancellationToken.None));
        Assert.Empty(Seasonality.Detect([1, 2, 3], [7, 1, 0], 0.01, CancellationToken.None));
        Assert.Empty(Seasonality.Detect([.. Enumerable.Repeat(2.0, 50)], [7], 0.01, CancellationToken.None));
        Assert.Null(Seasonality.Find([], CancellationToken.None));
        Assert.Null(Seasonality.Find([.. Enumerable.Repeat(2.0, 50)], CancellationToken.None));
    }

    [Theory]
    [InlineData(1.0 / 24, new[] { 24, 168 })]
    [InlineData(1.0 / 96, new[] { 96, 672 })]
    [InlineData(1, new[] { 7 })]
    [InlineData(7, new[] { 52 })]
    [InlineData(30.4375, new[] { 12 })]
    [InlineData(365, new int[0])]
    [InlineData(0, new int[0])]
    public void PeriodsFor_Interval_AreDayWeekOrYear(double days, int[] expected) =>
        Assert.Equal(expected, ForecastOptions.PeriodsFor(TimeSpan.FromDays(days)));
}
