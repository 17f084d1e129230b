using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Reporting;

public class DetailedReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 12, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MinDuration_NarrowsDurationsWhereverTheyCome(bool seal)
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(
            new PerformanceMetric("response_time", 0.5) { Timestamp = Now },
            new PerformanceMetric("response_time", 2) { Timestamp = Now },
            new AnalyticsEvent("prompt_execution") { Timestamp = Now, ["duration"] = 0.4, ["tokens"] = 10 },
            new AnalyticsEvent("prompt_execution") { Timestamp = Now, ["duration"] = 3, ["tokens"] = 20 },
            new ToolMetric("Bash") { Timestamp = Now, DurationMs = 900 },
            new ToolMetric("Bash") { Timestamp = Now, DurationMs = 1_100 });
        if (seal)
        {
            await reports.Store.SealAsync();
        }

        DetailedReport report = await reports.Reporter.GenerateDetailedReportAsync(new DetailedReportRequest { Metrics = ["response_time", "tool", "token_usage"], MinDuration = 1 });

        DetailedRow row = Assert.Single(report.Data);
        Assert.Equal((2, 5), (row["response_time_count"], row["response_time_sum"]));
        Assert.Equal(1, row["tool_count"]);
        Assert.Equal(30, row["token_usage_sum"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExcludeErrors_LeavesOutWhatFailed(bool seal)
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(
            new ToolMetric("Bash") { Timestamp = Now, DurationMs = 1, Success = true },
            new ToolMetric("Bash") { Timestamp = Now, DurationMs = 2, Success = false },
            new ToolMetric("Bash") { Timestamp = Now, DurationMs = 4 },
            new ApiMetric { Timestamp = Now, DurationMs = 8, StatusCode = 200 },
            new ApiMetric { Timestamp = Now, DurationMs = 16, StatusCode = 429 });
        if (seal)
        {
            await reports.Store.SealAsync();
        }

        DetailedRow all = Assert.Single((await reports.Reporter.GenerateDetailedReportAsync(new DetailedReportRequest { Topic = DetailedReportTopic.Tools })).Data);
        DetailedRow good = Assert.Single((await reports.Reporter.GenerateDetailedReportAsync(new DetailedReportRequest { Topic = DetailedReportTopic.Tools, ExcludeErrors = true })).Data);

        Assert.Equal((7, 24), (all["tool_sum"], all["api_sum"]));
        Assert.Equal((5, 8), (good["tool_sum"], good["api_sum"]));
        Assert.Equal(0.6, all["success_rate"]!.Value, 12);
        Assert.Equal(all["success_rate"], good["success_rate"]);
    }

    [Theory]
    [InlineData(ReportGranularity.Minute, 1)]
    [InlineData(ReportGranularity.Hour, 1)]
    [InlineData(ReportGranularity.Day, 30)]
    [InlineData(ReportGranularity.Week, 84)]
    [InlineData(ReportGranularity.Month, 365)]
    public async Task Range_LeftOpen_FollowsTheGranularity(ReportGranularity granularity, int days)
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);

        DetailedReport report = await reports.Reporter.GenerateDetailedReportAsync(new DetailedReportRequest { Granularity = granularity });

        Assert.Empty(report.Data);
        Assert.Equal((Now.AddDays(-days), Now), (report.Range.Start, report.Range.End));
    }

    [Fact]
    public async Task Groups_AreInTheOrderAskedFor()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(
            new TokenMetric { Timestamp = Now, Model = "m", UserId = "ada", TotalTokens = 1 },
            new TokenMetric { Timestamp = Now, Model = "m", TotalTokens = 2 });

        DetailedReport report = await reports.Reporter.GenerateDetailedReportAsync(new DetailedReportRequest { Topic = DetailedReportTopic.Usage, Grouping = [GroupKey.Model, GroupKey.User] });

        Assert.Equal([["m", "unknown"], ["m", "ada"]], report.Data.Select(row => row.Groups.ToArray()));
        Assert.Equal(["model", "user"], report.Metadata.Grouping);
        Assert.Equal(2, report.Metadata.RowCount);
    }
}
