using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Costs;

namespace Shannon.Analytics.Tests.Reporting;

public class CostReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Cost_OfTokensWithoutOne_IsComputedFromThePriceBook()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(Tokens(Now.AddHours(-1)) with { PromptTokens = 150, CompletionTokens = 500 });

        CostReport report = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest());

        // 150 at $5 and 500 at $25 per million.
        Assert.Equal(0.01325m, report.TotalCost);
        Assert.Equal(0.01325m, report.Total.ComputedCost);
        Assert.Equal(PriceBook.Default.Version, Assert.Single(report.PriceVersions).Version);
    }

    [Fact]
    public async Task Cost_OfTheSpecification_KeepsWhatWasReported()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(Tokens(Now.AddHours(-1)) with { PromptTokens = 150, CompletionTokens = 500, TotalTokens = 650, Cost = 0.0065m });

        CostReport auto = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest());
        CostReport calculated = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { CostMode = CostMode.Calculate });

        Assert.Equal((0.0065m, 0m), (auto.Total.ReportedCost, auto.Total.ComputedCost));
        Assert.Empty(auto.PriceVersions);
        Assert.Equal((0m, 0.01325m), (calculated.Total.ReportedCost, calculated.Total.ComputedCost));
    }

    [Fact]
    public async Task Cost_InDisplayMode_ListsWhatNobodyReported()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(Tokens(Now.AddHours(-1)), Tokens(Now.AddHours(-2)) with { Cost = 1 }, Computed(Now.AddHours(-3), 7));

        CostReport report = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { CostMode = CostMode.Display });

        Assert.Equal(1, report.TotalCost);
        UnpricedUsage unpriced = Assert.Single(report.Unpriced);
        Assert.Null(unpriced.Reason);
        Assert.Equal(2, unpriced.Requests);
    }

    [Fact]
    public async Task Reprice_OfStoredComputedCosts_UsesTheNewPricesAndLeavesReportedOnes()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(Computed(Now.AddHours(-1), 7), Tokens(Now.AddHours(-2)) with { Cost = 1 });
        PriceBook prices = PriceBook.Default.WithOverrides([new ModelPrice { Provider = "anthropic", Model = "claude-opus-4-6", Rates = TokenRates.Create(0.001m, 0.002m) }]);

        CostReport before = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { Prices = prices });
        CostReport after = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { Prices = prices, Reprice = true });

        Assert.Equal((1m, 7m), (before.Total.ReportedCost, before.Total.ComputedCost));
        Assert.Equal("2025-01-01", Assert.Single(before.PriceVersions).Version);
        Assert.Equal((1m, 1_000 * 0.001m), (after.Total.ReportedCost, after.Total.ComputedCost));
        Assert.Equal(prices.Version, Assert.Single(after.PriceVersions).Version);
    }

    [Fact]
    public async Task Unpriced_SaysWhichModelAndWhy()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(
            Tokens(Now.AddHours(-1)) with { Model = "nobody-knows-1", PromptTokens = 10 },
            new TokenMetric { Timestamp = Now.AddHours(-1), Model = "claude-opus-4-6", TotalTokens = 500 });

        CostReport report = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest());

        Assert.Equal(0, report.TotalCost);
        Assert.Equal([new UnpricedUsage("claude-opus-4-6", UnpricedReason.TokensNotSplit, 1, 500), new UnpricedUsage("nobody-knows-1", UnpricedReason.UnknownModel, 1, 10)], report.Unpriced);
    }

    [Fact]
    public async Task Blocks_FollowTheFirstActivityAndPauses()
    {
        DateTimeOffset day = new(2026, 3, 16, 0, 0, 0, TimeSpan.Zero);
        await using SomeReports reports = await SomeReports.OpenAsync(day.AddHours(21));
        await reports.AddAsync(
            At(day.AddHours(1.5)), At(day.AddHours(5.9)), // 01:00 to 06:00
            At(day.AddHours(6.5)), // more than five hours after 01:00
            At(day.AddHours(18.25)), At(day.AddHours(18.75)), At(day.AddHours(20.25))); // after a pause

        IReadOnlyList<BillingBlock> blocks = (await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { IncludeBlocks = true })).Blocks!;

        Assert.Equal([1, 6, 18], blocks.Select(block => block.Start.Hour));
        Assert.Equal([2, 1, 3], blocks.Select(block => block.Usage.Requests));
        Assert.Equal([false, false, true], blocks.Select(block => block.IsActive));
        Assert.Null(blocks[1].TokensPerMinute);
        BillingBlock active = blocks[2];

        // 3,000 tokens and $3 in two hours, two more hours to go.
        Assert.Equal(25, active.TokensPerMinute!.Value, 9);
        Assert.Equal(1.5m, active.CostPerHour);
        Assert.Equal(120, active.RemainingMinutes!.Value, 9);
        Assert.Equal(6_000, active.ProjectedTokens);
        Assert.Equal(6m, active.ProjectedCost);

        static TokenMetric At(DateTimeOffset time) => Tokens(time) with { Cost = 1 };
    }

    [Fact]
    public async Task Tools_ShareTheCostOfTheResponseThatCalledThem()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(
            Tokens(Now.AddHours(-1)) with { Cost = 0.000000010m, Attributes = new AttributeSet { ["message_id"] = "msg_1" } },
            Tokens(Now.AddHours(-1)) with { Cost = 1, Attributes = new AttributeSet { ["message_id"] = "msg_2" } },
            Call("Bash", "msg_1"),
            Call("Edit", "msg_1"),
            Call("Bash", "msg_1"));

        IReadOnlyList<UsageEntry> tools = (await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { BreakdownBy = [CostDimension.Tool] })).By(CostDimension.Tool);

        Assert.Equal(["no tool", "Bash", "Edit"], tools.Select(tool => tool.Name));
        Assert.Equal([1m, 0.000000007m, 0.000000003m], tools.Select(tool => tool.Cost));
        Assert.Equal([1, 1, 1], tools.Select(tool => tool.Requests));

        static ToolMetric Call(string tool, string message) => new(tool) { Timestamp = Now.AddHours(-1), Attributes = { ["message_id"] = message } };
    }

    [Fact]
    public async Task Projections_CarryTheDailyAverageOn()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync([.. Enumerable.Range(0, 30).Select(day => Tokens(Now.AddDays(-day).AddHours(-1)) with { Cost = day % 2 == 0 ? 1 : 3 })]);

        CostReport report = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { Range = TimeRange.Since(Now.AddDays(-30)) });

        CostProjections projections = report.Projections!;
        Assert.Equal(60, report.TotalCost);
        Assert.Equal(2, projections.DailyAverage);
        Assert.Equal(30, projections.ActiveDays);
        Assert.Equal(60, projections.Next30Days.Amount);
        Assert.Equal(730, projections.NextYear.Amount);
        Assert.True(projections.MonthIsComplete);

        // 16 days so far, 15.5 to go.
        Assert.Equal(16 * 2m, projections.MonthToDate);
        Assert.Equal(projections.MonthToDate + 31, projections.MonthEnd.Amount);
        Assert.InRange(projections.Next30Days.Lower!.Value, 40, 59);
        Assert.InRange(projections.Next30Days.Upper!.Value, 61, 80);
        Assert.True(projections.MonthEnd.Lower >= projections.MonthToDate);
    }

    [Fact]
    public async Task RateLimits_AreThoseLastReported()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        DateTimeOffset reset = Now.AddHours(3);
        await reports.AddAsync(Limit(Now.AddHours(-2), 0.8), Limit(Now.AddHours(-1), 0.4));

        RateLimitWindow window = Assert.Single((await reports.Reporter.GenerateCostReportAsync(new CostReportRequest())).RateLimits);

        Assert.Equal(new RateLimitWindow("five_hour", 0.4, 0.8, reset), window);

        AnalyticsEvent Limit(DateTimeOffset time, double utilization) => new("rate_limit") { Timestamp = time, ["utilization"] = utilization, ["resets_at"] = reset.ToUnixTimeSeconds(), ["rate_limit_type"] = "five_hour" };
    }

    [Fact]
    public async Task Cost_OfAnEmptyStore_IsZero()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);

        CostReport report = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { IncludeBlocks = true });

        Assert.Equal(0, report.TotalCost);
        Assert.Equal(new CostProjection(0, null, null), report.Projections!.NextYear);
        Assert.Empty(report.Blocks!);
        Assert.Throws<KeyNotFoundException>(() => report.By(CostDimension.Day));
    }

    [Fact]
    public async Task Days_FollowTheTimeZone()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(Tokens(new DateTimeOffset(2026, 3, 14, 23, 30, 0, TimeSpan.Zero)) with { Cost = 1 });

        CostReport report = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest { BreakdownBy = [CostDimension.Day], Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") });

        Assert.Equal("2026-03-15", Assert.Single(report.By(CostDimension.Day)).Name);
    }

    private static TokenMetric Tokens(DateTimeOffset time) => new() { Timestamp = time, SessionId = "s", Model = "claude-opus-4-6", PromptTokens = 1_000, CompletionTokens = 0 };

    private static TokenMetric Computed(DateTimeOffset time, decimal cost) =>
        Tokens(time) with { Cost = cost, Attributes = new AttributeSet { ["cost_source"] = "computed", ["price_version"] = "2025-01-01" } };
}
