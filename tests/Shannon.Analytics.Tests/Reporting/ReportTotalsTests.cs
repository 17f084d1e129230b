using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Comparisons;
using Shannon.Analytics.Reporting.Costs;
using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>Whatever the records, every breakdown adds up to the total to the last nano-dollar, and all reports agree with a plain sum.</summary>
public class ReportTotalsTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task Reports_OfRandomRecords_AddUpToTheLastNanoDollar(int seed, bool seal)
    {
        var random = new Random(seed);
        List<MetricInput> records = [.. Enumerable.Range(0, 600).Select(i => Record(random, i))];
        await using SomeReports reports = await SomeReports.OpenAsync();
        await reports.AddAsync(records);
        if (seal)
        {
            await reports.Store.SealAsync();
        }

        var range = new TimeRange(reports.Now.AddDays(-10), reports.Now);
        (decimal reported, decimal computed, long unpriced) = Expected(records);

        CostReport cost = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { Range = range, BreakdownBy = Enum.GetValues<CostDimension>(), IncludeBlocks = true });
        Assert.Equal(reported, cost.Total.ReportedCost);
        Assert.Equal(computed, cost.Total.ComputedCost);
        Assert.Equal(unpriced, cost.Total.UnpricedTokens);
        Assert.Equal(unpriced, cost.Unpriced.Sum(usage => usage.Tokens));
        Assert.Equal(computed, cost.PriceVersions.Sum(version => version.Cost));
        Assert.All(cost.Breakdown.Values, entries => AssertAddUp(cost.Total, entries));
        AssertAddUp(cost.Total, [.. cost.Blocks!.Select(block => block.Usage)]);

        SummaryReport summary = await reports.Reporter.GenerateSummaryReportAsync(new SummaryReportRequest { Range = range });
        Assert.Equal(cost.Total, summary.Usage!.Total);
        Assert.Equal(cost.TotalCost, summary.Overview!.TotalCost);
        Assert.All([summary.Usage.Models, summary.Usage.Users, summary.Usage.Projects, summary.Usage.Branches, summary.Usage.SubAgents], entries => AssertAddUp(cost.Total, entries));
        Assert.Equal(cost.By(CostDimension.Model), summary.Usage.Models);
        Assert.Equal(cost.By(CostDimension.User), summary.Usage.Users);
        Assert.Equal(cost.By(CostDimension.Branch), summary.Usage.Branches);
        Assert.Equal((double)cost.TotalCost, summary.Trends!.Single(trend => trend.Metric == "cost").Historical.Sum(point => point.Value!.Value), 6);

        ComparisonReport comparison = await reports.Reporter.GenerateComparisonReportAsync(new ComparisonReportRequest { Period1 = new TimeRange(range.Start!.Value.AddDays(-10), range.Start), Period2 = range });
        Assert.Equal(cost.TotalCost, comparison.Period2.Cost);
        Assert.Equal(cost.TotalCost, comparison.Entries.Where(entry => entry.Kind == "project").Sum(entry => entry.CostAfter));
        Assert.Equal((double)cost.TotalCost, comparison[ComparisonMetric.Cost].After!.Value, 6);
    }

    [Theory]
    [InlineData(5, CostMode.Auto, true)]
    [InlineData(6, CostMode.Calculate, false)]
    [InlineData(7, CostMode.Display, false)]
    [InlineData(8, CostMode.Auto, false)]
    public async Task CostReport_RepricedAndFiltered_AddsUpToTheLastNanoDollar(int seed, CostMode mode, bool reprice)
    {
        var random = new Random(seed);
        List<MetricInput> records = [.. Enumerable.Range(0, 600).Select(i => Record(random, i))];
        await using SomeReports reports = await SomeReports.OpenAsync();
        await reports.AddAsync(records);
        var request = new CostReportRequest { Range = new TimeRange(reports.Now.AddDays(-10), reports.Now), BreakdownBy = Enum.GetValues<CostDimension>(), IncludeBlocks = true, CostMode = mode, Reprice = reprice };
        CostReport all = await reports.Reporter.GenerateCostReportAsync(request);
        Assert.Equal(Expected(records, mode, reprice), (all.Total.ReportedCost, all.Total.ComputedCost, all.Total.UnpricedTokens));

        // Whatever the filters take apart comes together again.
        CostReport[] parts = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(session => reports.Reporter.GenerateCostReportAsync(request with { Filter = new MetricFilter { SessionId = $"s{session}" } })))];
        UsageEntry outside = all.By(CostDimension.Session).Single(entry => entry.Name == UsageEntry.Unknown);
        AssertAddUp(all.Total, [.. parts.Select(part => part.Total), outside]);
        foreach (CostReport report in parts.Append(all))
        {
            Assert.All(report.Breakdown.Values, entries => AssertAddUp(report.Total, entries));
            AssertAddUp(report.Total, [.. report.Blocks!.Select(block => block.Usage)]);
            Assert.Equal(report.Total.UnpricedTokens, report.Unpriced.Sum(usage => usage.Tokens));
            Assert.Equal(report.Total.ComputedCost, report.PriceVersions.Sum(version => version.Cost));
        }

        CostReport opus = await reports.Reporter.GenerateCostReportAsync(request with { Filter = new MetricFilter { Model = "claude-opus-4-6" } });
        AssertAddUp(opus.Total, [all.By(CostDimension.Model).Single(entry => entry.Name == "claude-opus-4-6")]);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public async Task DetailedAndTrendCosts_OfRandomRecords_AddUpToTheCostReport(int seed)
    {
        var random = new Random(seed);
        await using SomeReports reports = await SomeReports.OpenAsync();
        await reports.AddAsync([.. Enumerable.Range(0, 400).Select(i => Record(random, i))]);
        var range = new TimeRange(reports.Now.AddDays(-10), reports.Now);
        CostReport cost = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { Range = range });

        DetailedReport detailed = await reports.Reporter.GenerateDetailedReportAsync(new DetailedReportRequest { Range = range, Metrics = ["cost", "token_usage"], Grouping = [GroupKey.Model, GroupKey.User, GroupKey.Attribute("git_branch")] });
        TrendReport trends = await reports.Reporter.AnalyzeTrendsAsync(new TrendReportRequest { Range = range, Metrics = ["cost"] });

        Assert.Equal((double)cost.TotalCost, detailed.Data.Sum(row => row["cost_sum"]!.Value), 6);
        Assert.Equal((double)cost.TotalCost, trends.Metrics[0].Historical.Sum(point => point.Value!.Value), 6);
        foreach (UsageEntry model in cost.By(CostDimension.Model))
        {
            Assert.Equal((double)model.Cost, detailed.Data.Where(row => row.Groups[0] == model.Name).Sum(row => row["cost_sum"]!.Value), 6);
        }

        DetailedRow[] costly = [.. detailed.Data.Where(row => row["cost_count"] > 0)];
        Assert.All(costly, row => Assert.Equal(row["cost_sum"]!.Value / row["cost_count"]!.Value, row["cost_avg"]!.Value, 9));
        Assert.All(costly, row => Assert.InRange(row["cost_p95"]!.Value, 0, row["cost_sum"]!.Value + 1e-9));
    }

    private static void AssertAddUp(UsageEntry total, IReadOnlyList<UsageEntry> entries)
    {
        Assert.Equal(total.Cost, entries.Sum(entry => entry.Cost));
        Assert.Equal(total.ReportedCost, entries.Sum(entry => entry.ReportedCost));
        Assert.Equal(total.ComputedCost, entries.Sum(entry => entry.ComputedCost));
        Assert.Equal(total.Tokens, entries.Sum(entry => entry.Tokens));
        Assert.Equal(total.InputTokens, entries.Sum(entry => entry.InputTokens));
        Assert.Equal(total.OutputTokens, entries.Sum(entry => entry.OutputTokens));
        Assert.Equal(total.CacheReadTokens, entries.Sum(entry => entry.CacheReadTokens));
        Assert.Equal(total.CacheWriteTokens, entries.Sum(entry => entry.CacheWriteTokens));
        Assert.Equal(total.UnpricedTokens, entries.Sum(entry => entry.UnpricedTokens));
    }

    private static MetricInput Record(Random random, int i)
    {
        DateTimeOffset time = Some.Time.AddMinutes(-random.Next(14_000));
        string session = $"s{random.Next(6)}";
        string? message = random.Next(3) == 0 ? null : $"msg_{random.Next(200)}";
        switch (random.Next(8))
        {
            case 0:
                return new AnalyticsEvent("prompt_execution") { Timestamp = time, SessionId = session, Cost = random.Next(2) == 0 ? null : Cost(random), ["duration"] = random.Next(100), ["tokens"] = random.Next(1000) };
            case 1:
                return new ToolMetric(Some.OneOf<string>(random, "Bash", "Edit", "Read")) { Timestamp = time, SessionId = session, Attributes = { ["message_id"] = message } };
            case 2:
                return new ApiMetric { Timestamp = time, SessionId = session, Cost = Cost(random) };
            case 3:
                return new SessionMetric("session_start") { Timestamp = time, SessionId = session, UserId = Some.OneOf<string?>(random, "ada", "grace", null), Project = Some.OneOf<string?>(random, "/one", null) };
            default:
                return new TokenMetric
                {
                    Timestamp = time,
                    SessionId = random.Next(10) == 0 ? null : session,
                    Project = Some.OneOf<string?>(random, "/two", null, null),
                    Model = Some.OneOf<string?>(random, "claude-opus-4-6", "claude-haiku-4-5", "nobody-knows-1", null),
                    PromptTokens = random.Next(5000),
                    CompletionTokens = random.Next(3000),
                    CacheReadTokens = random.Next(300_000),
                    CacheCreation5mTokens = random.Next(3) == 0 ? null : random.Next(5000),
                    Cost = random.Next(2) == 0 ? null : Cost(random),
                    Attributes =
                    {
                        ["message_id"] = message,
                        ["git_branch"] = Some.OneOf<string?>(random, "main", "topic", null),
                        ["agent_id"] = random.Next(4) == 0 ? $"a{random.Next(3)}" : null,
                        ["cost_source"] = Some.OneOf<string?>(random, "reported", "computed", null),
                        ["price_version"] = Some.OneOf<string?>(random, "2026-01-01", null),
                    },
                };
        }
    }

    private static decimal Cost(Random random) => random.NextInt64(20_000_000_000) / 1_000_000_000m;

    private static (decimal Reported, decimal Computed, long Unpriced) Expected(IEnumerable<MetricInput> records, CostMode mode = CostMode.Auto, bool reprice = false)
    {
        var calculator = new CostCalculator(PriceBook.Default);
        decimal reported = 0, computed = 0;
        long unpriced = 0;
        foreach (MetricInput record in records)
        {
            bool isComputed = record.Attributes.TryGetValue("cost_source", out AttributeValue source) && source == "computed";
            bool isTaken = mode != CostMode.Calculate && !(isComputed && (reprice || mode == CostMode.Display));
            if (record.Cost is { } cost && isTaken)
            {
                reported += isComputed ? 0 : cost;
                computed += isComputed ? cost : 0;
            }
            else if (record is AnalyticsEvent { Event: "prompt_execution" } prompt)
            {
                unpriced += (long)prompt["tokens"].Number!.Value;
            }
            else if (record is TokenMetric tokens)
            {
                var counts = new TokenCounts { Input = tokens.PromptTokens!.Value, Output = tokens.CompletionTokens!.Value, CacheRead = tokens.CacheReadTokens!.Value, CacheWrite5m = tokens.CacheCreation5mTokens ?? 0 };
                PricedCost priced = calculator.Calculate(tokens.Model, counts, tokens.Timestamp!.Value);
                priced = mode == CostMode.Display ? priced with { Amount = null } : priced;
                computed += priced.Amount ?? 0;
                unpriced += priced.Amount is null ? counts.TotalInput + counts.Output : 0;
            }
        }

        return (reported, computed, unpriced);
    }
}
