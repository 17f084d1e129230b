using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Trends;

namespace Shannon.Analytics.Tests.Reporting;

public class TrendReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Trend_ThatRises_IsSignificantAndCarriedOn()
    {
        var random = new Random(7);
        MetricTrend trend = await AnalyzeAsync(day => 1_000 + (100 * day) + random.Next(100));

        Assert.Equal(TrendDirection.Rising, trend.Direction);
        Assert.True(trend.IsSignificant);
        Assert.InRange(trend.Slope!.Value, 90, 110);
        Assert.True(trend.SlopeLower < trend.Slope && trend.Slope < trend.SlopeUpper);
        Assert.True(trend.LastPeriodIsPartial);
        ForecastPoint first = trend.Forecast!.Points[0];
        Assert.False(trend.Forecast.InsufficientData);
        Assert.Equal(new DateTimeOffset(2026, 3, 17, 0, 0, 0, TimeSpan.Zero), first.Timestamp);
        Assert.InRange(first.Value, 3_700, 4_400);
        Assert.True(first.Lower < first.Value && first.Value < first.Upper);
    }

    [Fact]
    public async Task Trend_OfNoise_IsRarelySignificant()
    {
        int alarms = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            alarms += (await AnalyzeAsync(_ => 1_000 + random.Next(500))).IsSignificant ? 1 : 0;
        }

        Assert.InRange(alarms, 0, 3);
    }

    [Fact]
    public async Task Trend_WithAStep_FindsTheDay()
    {
        var random = new Random(3);
        MetricTrend trend = await AnalyzeAsync(day => (day < 15 ? 1_000 : 3_000) + random.Next(100));

        LevelChange change = Assert.Single(trend.ChangePoints);
        Assert.Equal(trend.Historical[15].Timestamp, change.Timestamp);
        Assert.InRange(change.Before, 1_000, 1_100);
        Assert.InRange(change.After, 3_000, 3_100);
    }

    [Fact]
    public async Task Trend_OfAWeeklyRhythm_FindsTheSeason()
    {
        var random = new Random(5);
        MetricTrend trend = await AnalyzeAsync(day => (day % 7 < 5 ? 2_000 : 200) + random.Next(100), days: 70);

        Assert.Equal(7, trend.Seasonality!.Periods);
        Assert.InRange(trend.Seasonality.Strength, 0.9, 1);
    }

    [Fact]
    public async Task Trend_OfCost_IsTheSumOfEachDay()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(
            new TokenMetric { Timestamp = Now.AddDays(-1), TotalTokens = 1, Cost = 1.5m },
            new TokenMetric { Timestamp = Now.AddDays(-1), TotalTokens = 1, Cost = 0.5m },
            new ErrorMetric("x") { Timestamp = Now });

        TrendReport report = await reports.Reporter.AnalyzeTrendsAsync(new TrendReportRequest { Metrics = ["cost", "error", "error_rate"], Duration = TimeSpan.FromDays(3), IncludeForecast = false });

        Assert.Equal([0d, 2d, 0d], report["cost"].Historical.Select(point => point.Value));
        Assert.Equal([0d, 0d, 1d], report["error"].Historical.Select(point => point.Value));
        Assert.All(report["error_rate"].Historical, point => Assert.Null(point.Value));
        Assert.Null(report["cost"].Forecast);
    }

    [Theory]
    [InlineData(TrendPeriod.Hourly, 48)]
    [InlineData(TrendPeriod.Weekly, 4)]
    [InlineData(TrendPeriod.Monthly, 12)]
    public async Task Periods_FitTheDuration(TrendPeriod period, int count)
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        TimeSpan duration = period == TrendPeriod.Hourly ? TimeSpan.FromDays(2) : period == TrendPeriod.Weekly ? TimeSpan.FromDays(28) : TimeSpan.FromDays(365);

        TrendReport report = await reports.Reporter.AnalyzeTrendsAsync(new TrendReportRequest { Period = period, Duration = duration, ForecastPeriods = 3 });

        Assert.All(report.Metrics, trend => Assert.Equal((count, 3), (trend.Historical.Count, trend.Forecast!.Points.Count)));
        Assert.All(report.Metrics, trend => Assert.True(trend.Forecast!.InsufficientData));
    }

    private static async Task<MetricTrend> AnalyzeAsync(Func<int, double> tokens, int days = 30)
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync([.. Enumerable.Range(0, days).Select(day => new TokenMetric { Timestamp = Now.AddDays(day - days + 1).AddHours(-1), TotalTokens = (long)tokens(day) })]);
        return (await reports.Reporter.AnalyzeTrendsAsync(new TrendReportRequest { Metrics = ["token_usage"], Duration = TimeSpan.FromDays(days) }))["token_usage"];
    }
}
