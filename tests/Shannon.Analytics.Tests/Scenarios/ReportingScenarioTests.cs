using System.Text.Json;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Comparisons;
using Shannon.Analytics.Reporting.Costs;
using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Reporting.Summaries;
using Shannon.Analytics.Reporting.Trends;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Scenarios;

/// <summary>The reporting part of the functional specification, with its numbers: in the journal and once sealed.</summary>
public sealed class ReportingScenarioTests : IAsyncLifetime
{
    private Scenario _scenario = null!;

    public async ValueTask InitializeAsync()
    {
        _scenario = await Scenario.OpenAsync();
        AnalyticsEngine engine = _scenario.Engine;
        for (int i = 0; i < 10; i++)
        {
            AgentSession session = await _scenario.Sessions.CreateSessionAsync();
            await engine.TrackEventAsync(new AnalyticsEvent("session_start") { SessionId = session.Id, Timestamp = _scenario.Now.AddHours(-i) });
            for (int j = 0; j < 5; j++)
            {
                await engine.TrackEventAsync(new AnalyticsEvent("prompt_execution") { SessionId = session.Id, ["duration"] = 1.5 + (j * 0.5), ["tokens"] = 200 + (j * 50) });
            }
        }
    }

    public ValueTask DisposeAsync() => _scenario.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reports_OfTheSpecification_GiveItsNumbers(bool seal)
    {
        await _scenario.SealAsync(seal);
        IAnalyticsReporter reporter = _scenario.Engine.Reporter;
        DateTimeOffset end = _scenario.Now;
        SummaryReport summary = await reporter.GenerateSummaryReportAsync(new SummaryReportRequest
        {
            Range = new TimeRange(_scenario.Now.AddDays(-1), end),
            Sections = [SummarySection.Overview, SummarySection.Performance, SummarySection.Usage, SummarySection.Errors, SummarySection.Trends, SummarySection.Recommendations],
        });
        Assert.Equal(10, summary.Overview!.TotalSessions);
        Assert.Equal(50, summary.Overview.TotalPrompts);
        Assert.Equal(15_000, summary.Overview.TotalTokens);
        Assert.Equal(0, summary.Overview.TotalErrors);
        Assert.Equal(2.5, summary.Performance!.AverageResponseTime!.Value, 9);
        Assert.Equal(2.5, summary.Performance.MedianResponseTime!.Value, 9);
        Assert.Equal(3.5, summary.Performance.MaxResponseTime!.Value, 9);
        Assert.Equal(10, summary.Performance.SlowestPrompts.Count);
        Assert.All(summary.Performance.SlowestPrompts, prompt => Assert.Equal(3.5, prompt.Seconds, 9));
        Assert.Equal(15_000, summary.Usage!.Total.Tokens);
        Assert.Equal(15_000, summary.Usage.Total.UnpricedTokens);
        Assert.Equal(0, summary.Errors!.ErrorRate);
        Assert.Equal(1, summary.Errors.SuccessRate);
        Assert.NotEmpty(summary.Trends!);
        Assert.Contains(summary.Recommendations!, found => found.Code == "unpriced_tokens");
        using (var json = JsonDocument.Parse(summary.ToJson()))
        {
            Assert.Equal(10, json.RootElement.GetProperty("overview").GetProperty("total_sessions").GetInt32());
            Assert.Equal(2.5, json.RootElement.GetProperty("performance").GetProperty("average_response_time").GetDouble(), 9);
            Assert.All(["overview", "performance", "usage", "errors", "trends", "recommendations"], section => Assert.True(json.RootElement.TryGetProperty(section, out _)));
        }

        DetailedReport detailed = await reporter.GenerateDetailedReportAsync(new DetailedReportRequest
        {
            Topic = DetailedReportTopic.Performance,
            Granularity = ReportGranularity.Hour,
            Metrics = ["response_time", "token_usage", "error_rate", "success_rate"],
            Grouping = [GroupKey.Model, GroupKey.User],
            MinDuration = 0.1,
            ExcludeErrors = false,
        });
        Assert.NotEmpty(detailed.Data);
        Assert.All(detailed.Data, row => Assert.Equal(["in-memory", "unknown"], row.Groups));
        Assert.Equal(50, detailed.Data.Sum(row => row["response_time_count"] ?? 0));
        Assert.Equal(15_000, detailed.Data.Sum(row => row["token_usage_sum"] ?? 0));
        Assert.All(detailed.Data, row => Assert.Equal(0, row["error_rate"]));
        Assert.True(Has(detailed.ToJson(), "data", "metadata"));

        ComparisonReport comparison = await reporter.GenerateComparisonReportAsync(new ComparisonReportRequest
        {
            Period1 = new TimeRange(end.AddDays(-7), end.AddDays(-1)),
            Period2 = new TimeRange(end.AddDays(-1), end),
            Metrics = [ComparisonMetric.Sessions, ComparisonMetric.Tokens, ComparisonMetric.Errors, ComparisonMetric.Performance],
        });
        ComparisonChange change = comparison[ComparisonMetric.Sessions];
        Assert.Equal((0, 10, 10), (change.Before, change.After, change.Absolute));
        Assert.Null(change.Relative);
        Assert.Equal(ChangeDirection.New, change.Direction);
        Assert.Equal(ChangeDirection.Unchanged, comparison[ComparisonMetric.Errors].Direction);
        Assert.Equal(2.5, comparison[ComparisonMetric.Performance].After!.Value, 9);
        Assert.True(Has(comparison.ToJson(), "period1", "period2", "changes"));

        TrendReport trends = await reporter.AnalyzeTrendsAsync(new TrendReportRequest
        {
            Metrics = ["token_usage", "response_time"],
            Period = TrendPeriod.Daily,
            Duration = TimeSpan.FromDays(30),
            IncludeForecast = true,
            ForecastPeriods = 7,
        });
        Assert.All(trends.Historical.Values, points => Assert.Equal(30, points.Count));
        Assert.All(trends.Forecast.Values, points => Assert.Equal(7, points.Count));
        Assert.Equal(15_000, trends["token_usage"].Historical.Sum(point => point.Value));
        Assert.Contains(trends["token_usage"].Historical, point => point.Value == 0);
        Assert.Contains(trends["response_time"].Historical, point => point.Value is null);
        Assert.True(trends["response_time"].Forecast!.InsufficientData);
        Assert.True(Has(trends.ToJson(), "historical", "forecast"));

        CostReport cost = await reporter.GenerateCostReportAsync(new CostReportRequest
        {
            Range = TimeRange.Since(end.AddDays(-30)),
            BreakdownBy = [CostDimension.Model, CostDimension.User, CostDimension.Project],
            IncludeProjections = true,
        });
        Assert.Equal(0, cost.TotalCost);
        Assert.Equal(["model", "project", "user"], cost.Breakdown.Keys.Order());
        Assert.Equal(15_000, Assert.Single(cost.Unpriced).Tokens);
        Assert.Equal(0, cost.Projections!.NextYear.Amount);
        using (var json = JsonDocument.Parse(cost.ToJson()))
        {
            Assert.Equal(0, json.RootElement.GetProperty("total_cost").GetDecimal());
            Assert.True(json.RootElement.GetProperty("breakdown").TryGetProperty("model", out _));
            Assert.True(json.RootElement.TryGetProperty("projections", out _));
        }
    }

    [Fact]
    public async Task Summary_OfSomeSections_HasNoOthers()
    {
        SummaryReport summary = await _scenario.Engine.Reporter.GenerateSummaryReportAsync(new SummaryReportRequest { Sections = [SummarySection.Errors] });

        Assert.NotNull(summary.Errors);
        using var json = JsonDocument.Parse(summary.ToJson());
        Assert.False(json.RootElement.TryGetProperty("overview", out _));
        Assert.False(json.RootElement.TryGetProperty("usage", out _));
        Assert.False(json.RootElement.TryGetProperty("trends", out _));
        Assert.True(json.RootElement.TryGetProperty("errors", out _));
    }

    private static bool Has(string json, params string[] keys)
    {
        using var document = JsonDocument.Parse(json);
        return keys.All(key => document.RootElement.TryGetProperty(key, out _));
    }
}
