using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Recommendations;
using Shannon.Analytics.Reporting.Summaries;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>Every rule speaks where the figures say so, with the figures and the saving, and is silent otherwise.</summary>
public class RecommendationTests
{
    private static readonly DateTimeOffset Now = Some.Time;

    [Fact]
    public async Task CacheMisses_OfALargeUncachedInput_AreFound()
    {
        Recommendation found = Assert.Single(await FindAsync("cache_misses", [.. Many(30, i => Tokens(i) with { PromptTokens = 50_000, CompletionTokens = 600 })]));

        // 80 % of 1.5 M tokens at $5 less $0.5 per million.
        Assert.Equal(5.40m, found.EstimatedSaving);
        Assert.Equal("claude-opus-4-6", found.Subject);
        Assert.Equal(0, found.Evidence.Single(evidence => evidence.Name == "cache_hit_share").Value);
        Assert.Empty(await FindAsync("cache_misses", [.. Many(30, i => Tokens(i) with { PromptTokens = 5_000, CacheReadTokens = 45_000, CompletionTokens = 600 })]));
    }

    [Fact]
    public async Task UnusedCache_OfWritesThatNobodyReads_IsFound()
    {
        Recommendation found = Assert.Single(await FindAsync("cache_unused", [.. Many(30, i => Tokens(i) with { CacheCreationTokens = 50_000, PromptTokens = 10 })]));

        // 1.5 M tokens at a surcharge of $1.25 per million.
        Assert.Equal(1.88m, found.EstimatedSaving);
        Assert.Empty(await FindAsync("cache_unused", [.. Many(30, i => Tokens(i) with { CacheCreationTokens = 50_000, CacheReadTokens = 50_000 })]));
    }

    [Fact]
    public async Task OversizedPrompts_OfLongContexts_AreFound()
    {
        Recommendation found = Assert.Single(await FindAsync("oversized_prompts", [.. Many(20, i => Tokens(i) with { CacheReadTokens = 180_000 })]));

        // 20 times 80,000 tokens at $0.5 per million.
        Assert.Equal(0.80m, found.EstimatedSaving);
        Assert.Equal(180_000, found.Evidence.Single(evidence => evidence.Name == "average_context_tokens").Value);
        Assert.Empty(await FindAsync("oversized_prompts", [.. Many(20, i => Tokens(i) with { CacheReadTokens = 120_000 })]));
    }

    [Fact]
    public async Task DearModel_OnShortTasks_IsFoundOnlyBesideACheaperOne()
    {
        MetricInput[] dear = [.. Many(100, i => Tokens(i) with { Model = "claude-opus-4-1", PromptTokens = 2_000, CompletionTokens = 200, Cost = 0.045m })];
        MetricInput[] cheap = [.. Many(5, i => Tokens(i) with { Model = "claude-haiku-4-5", PromptTokens = 100, CompletionTokens = 20, Cost = 0.0002m })];

        Recommendation found = Assert.Single(await FindAsync("dear_model_on_short_tasks", [.. dear, .. cheap]));

        // $4.50 at a fifteenth of the price.
        Assert.Equal(4.20m, found.EstimatedSaving);
        Assert.Contains("claude-haiku-4-5", found.Title, StringComparison.Ordinal);
        Assert.Empty(await FindAsync("dear_model_on_short_tasks", dear));
    }

    [Fact]
    public async Task FailingTool_IsFoundByRateAndNumber()
    {
        MetricInput[] uses = [.. Many(20, i => new ToolMetric("Edit") { Timestamp = At(i), SessionId = "s", DurationMs = 500, Success = i % 2 == 0 }), .. Many(10, i => Tokens(i) with { Cost = 0.1m })];

        Recommendation found = Assert.Single(await FindAsync("failing_tool", uses));

        Assert.Equal("Edit", found.Subject);
        Assert.Equal(1.00m, found.EstimatedSaving);
        Assert.Equal((20, 10, 0.5, 5), (Value(found, "uses"), Value(found, "failures"), Value(found, "failure_rate"), Value(found, "failed_seconds")));
        Assert.Empty(await FindAsync("failing_tool", [.. Many(100, i => new ToolMetric("Edit") { Timestamp = At(i), SessionId = "s", Success = i >= 5 })]));
    }

    [Fact]
    public async Task Retries_AreFound()
    {
        MetricInput[] requests = [.. Many(50, Tokens)];
        MetricInput[] errors = [.. Many(12, i => new ErrorMetric("rate_limit") { Timestamp = At(i), SessionId = "s", Recoverable = true })];

        Recommendation found = Assert.Single(await FindAsync("retries", [.. requests, .. errors]));

        Assert.Equal(12, Value(found, "retried_attempts"));
        Assert.Null(found.EstimatedSaving);
        Assert.Empty(await FindAsync("retries", [.. requests, .. errors.Take(5)]));
    }

    [Fact]
    public async Task IdleSubAgents_AreThoseWithoutTools()
    {
        TokenMetric Agent(string id) => Tokens(0) with { Cost = 1, Attributes = new AttributeSet { ["agent_id"] = id } };
        MetricInput[] agents = [Agent("a1"), Agent("a2"), Agent("a3"), Agent("a4"), Agent("acompact-1"), Tokens(1) with { Cost = 2 }];
        var tool = new ToolMetric("Read") { Timestamp = At(0), SessionId = "s", Attributes = { ["agent_id"] = "a4" } };

        Recommendation found = Assert.Single(await FindAsync("idle_subagents", [.. agents, tool]));

        Assert.Equal(3, Value(found, "idle_subagents"));
        Assert.Equal(3.00m, found.EstimatedSaving);
        Assert.Empty(await FindAsync("idle_subagents", [.. agents.Skip(2), tool]));
    }

    [Fact]
    public async Task UnpricedTokens_NameTheirModels()
    {
        Recommendation found = Assert.Single(await FindAsync("unpriced_tokens", [Tokens(0) with { Model = "nobody-knows-1" }]));

        Assert.Equal("nobody-knows-1", found.Subject);
        Assert.Equal(1, Value(found, "share_of_tokens"));
    }

    [Fact]
    public async Task Recommendations_OfNothing_AreNone()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);

        Assert.Empty((await reports.Reporter.GenerateSummaryReportAsync(new SummaryReportRequest { Sections = [SummarySection.Recommendations] })).Recommendations!);
    }

    private static async Task<IEnumerable<Recommendation>> FindAsync(string code, IReadOnlyList<MetricInput> records)
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(records);
        SummaryReport report = await reports.Reporter.GenerateSummaryReportAsync(new SummaryReportRequest { Sections = [SummarySection.Recommendations] });
        Assert.All(report.Recommendations!, found => Assert.NotEmpty(found.Evidence));
        return report.Recommendations!.Where(found => found.Code == code);
    }

    private static double Value(Recommendation found, string name) => found.Evidence.Single(evidence => evidence.Name == name).Value;

    private static IEnumerable<MetricInput> Many(int count, Func<int, MetricInput> make) => Enumerable.Range(0, count).Select(make);

    private static DateTimeOffset At(int i) => Now.AddMinutes(-i - 1);

    private static TokenMetric Tokens(int i) => new() { Timestamp = At(i), SessionId = "s", Model = "claude-opus-4-6", PromptTokens = 100, CompletionTokens = 600 };
}
