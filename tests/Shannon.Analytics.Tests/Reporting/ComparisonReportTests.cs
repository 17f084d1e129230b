using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Comparisons;

namespace Shannon.Analytics.Tests.Reporting;

public class ComparisonReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Noise_IsNotReportedAsNews()
    {
        var alarms = new List<string>();
        for (int seed = 0; seed < 25; seed++)
        {
            ComparisonReport report = await CompareAsync(new Random(seed), factor: 1);
            alarms.AddRange(report.Changes.Values.Where(change => change.IsSignificant == true).Select(change => $"{seed}: {change.Metric} {change.PValue}"));
        }

        // One or two are to be expected; more than five of 25 trials at 5 % would be a fault.
        Assert.True(alarms.Count <= 5, string.Join(Environment.NewLine, alarms));
    }

    [Fact]
    public async Task RealChange_IsNews_WithItsSize()
    {
        ComparisonReport report = await CompareAsync(new Random(1), factor: 2);

        ComparisonChange cost = report[ComparisonMetric.Cost];
        Assert.True(cost.IsSignificant);
        Assert.Equal(ChangeDirection.Up, cost.Direction);
        Assert.InRange(cost.RelativePerDay!.Value, 0.7, 1.4);
        ComparisonChange time = report[ComparisonMetric.Performance];
        Assert.True(time.IsSignificant);
        Assert.InRange(time.EffectSize!.Value, 0.3, 1);
        Assert.True(time.MedianChangeLower > 0 && time.MedianChangeUpper > time.MedianChangeLower);
    }

    [Fact]
    public async Task Periods_OfDifferentLength_AreComparedPerDay()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync([.. Enumerable.Range(0, 7 * 24).Select(hour => new TokenMetric { Timestamp = Now.AddHours(-hour - 0.5), SessionId = "s", TotalTokens = 100, Cost = 1 })]);

        ComparisonReport report = await reports.Reporter.GenerateComparisonReportAsync(new ComparisonReportRequest { Period1 = new TimeRange(Now.AddDays(-7), Now.AddDays(-1)), Period2 = new TimeRange(Now.AddDays(-1), Now) });

        ComparisonChange cost = report[ComparisonMetric.Cost];
        Assert.Equal((144, 24, -120), (cost.Before, cost.After, cost.Absolute));
        Assert.Equal(0, cost.RelativePerDay!.Value, 9);
        Assert.NotEqual(true, cost.IsSignificant);
        Assert.Equal(ChangeDirection.Unchanged, report.Entries.Single(entry => entry.Kind == "user").Direction);
    }

    [Fact]
    public async Task Entries_ThatCameOrWent_StandFirst()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(
            Tokens(-30, "old", 1), Tokens(-30, "both", 1), Tokens(-6, "both", 9), Tokens(-6, "new", 2),
            new ToolMetric("Bash") { Timestamp = Now.AddHours(-6), SessionId = "s" });

        ComparisonReport report = await reports.Reporter.GenerateComparisonReportAsync(new ComparisonReportRequest { Period1 = new TimeRange(Now.AddDays(-2), Now.AddDays(-1)), Period2 = new TimeRange(Now.AddDays(-1), Now) });

        Assert.Equal(ChangeDirection.New, Of("new").Direction);
        Assert.Equal(ChangeDirection.Gone, Of("old").Direction);
        Assert.Equal((ChangeDirection.Up, 1m, 9m), (Of("both").Direction, Of("both").CostBefore, Of("both").CostAfter));
        Assert.Equal(ChangeDirection.New, Of("Bash").Direction);
        Assert.True(report.Entries.Take(3).All(entry => entry.Direction is ChangeDirection.New or ChangeDirection.Gone));

        EntryChange Of(string name) => report.Entries.Single(entry => entry.Name == name);

        static TokenMetric Tokens(double hours, string model, decimal cost) => new() { Timestamp = Now.AddHours(hours), SessionId = "s", Model = model, TotalTokens = 10, Cost = cost };
    }

    [Fact]
    public async Task Moment_ThatBothPeriodsName_CountsOnce()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(new TokenMetric { Timestamp = Now.AddDays(-1), SessionId = "s", TotalTokens = 10 });

        ComparisonReport report = await reports.Reporter.GenerateComparisonReportAsync(new ComparisonReportRequest { Period1 = new TimeRange(Now.AddDays(-2), Now.AddDays(-1)), Period2 = new TimeRange(Now.AddDays(-1), Now) });

        Assert.Equal((0L, 10L), (report.Period1.Tokens, report.Period2.Tokens));
    }

    [Fact]
    public async Task Period_WithAnOpenEnd_IsRefused()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);

        await Assert.ThrowsAsync<ArgumentException>(() => reports.Reporter.GenerateComparisonReportAsync(new ComparisonReportRequest { Period1 = TimeRange.Since(Now), Period2 = new TimeRange(Now, Now) }));
    }

    private static async Task<ComparisonReport> CompareAsync(Random random, double factor)
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        var records = new List<MetricInput>();
        for (int hour = 0; hour < 14 * 24; hour++)
        {
            DateTimeOffset time = Now.AddHours(-hour - 0.5);
            double scale = hour < 7 * 24 ? factor : 1;
            records.Add(new TokenMetric { Timestamp = time, SessionId = "s" + (hour / 5), TotalTokens = (long)(scale * random.Next(1_000, 9_000)), Cost = decimal.Round((decimal)(scale * random.NextDouble()), 6) });
            records.Add(new PerformanceMetric("response_time", scale * (1 + random.NextDouble())) { Timestamp = time, SessionId = "s" + (hour / 5) });
            if (random.Next(10) == 0)
            {
                records.Add(new ErrorMetric("x") { Timestamp = time, SessionId = "s" + (hour / 5) });
            }
        }

        await reports.AddAsync(records);
        return await reports.Reporter.GenerateComparisonReportAsync(new ComparisonReportRequest { Period1 = new TimeRange(Now.AddDays(-14), Now.AddDays(-7)), Period2 = new TimeRange(Now.AddDays(-7), Now) });
    }
}
