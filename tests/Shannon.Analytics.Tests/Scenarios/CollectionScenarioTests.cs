using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Testing;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Scenarios;

/// <summary>The set-up, options and collection parts of the functional specification, with their numbers.</summary>
public class CollectionScenarioTests
{
    [Fact]
    public async Task Collection_EveryKindAndABatchOfHundred_AllAreReadBackAtOnce()
    {
        await using Scenario scenario = await Scenario.OpenAsync();
        IMetricsCollector collector = scenario.Engine.Collector;
        AgentSession session = await scenario.Sessions.CreateSessionAsync();
        DateTimeOffset now = scenario.Now;
        await collector.CollectSessionMetricAsync(new SessionMetric("session_start")
        {
            SessionId = session.Id,
            Timestamp = now,
            Model = "claude-3-opus-20240229",
            UserId = "test_user",
            Project = "test_project",
        });
        await collector.CollectPerformanceMetricAsync(new PerformanceMetric("response_time", 1.234)
        {
            SessionId = session.Id,
            Unit = "seconds",
            Timestamp = now,
            Attributes = { ["prompt_length"] = 150, ["response_length"] = 500, ["streaming"] = true },
        });
        await collector.CollectResourceMetricAsync(new ResourceMetric
        {
            SessionId = session.Id,
            CpuPercent = 45.2,
            MemoryMb = 512.5,
            DiskIoReadMb = 10.5,
            DiskIoWriteMb = 5.2,
            NetworkInMb = 2.1,
            NetworkOutMb = 1.5,
            Timestamp = now,
        });
        await collector.CollectTokenMetricAsync(new TokenMetric
        {
            SessionId = session.Id,
            PromptTokens = 150,
            CompletionTokens = 500,
            TotalTokens = 650,
            Cost = 0.0065m,
            Model = "claude-3-opus-20240229",
            Timestamp = now,
        });
        await collector.CollectErrorMetricAsync(new ErrorMetric("RateLimitError")
        {
            SessionId = session.Id,
            Message = "Rate limit exceeded",
            Severity = ErrorSeverity.Warning,
            Recoverable = true,
            Timestamp = now,
            Attributes = { ["retry_after"] = 60, ["current_rate"] = 100 },
        });
        await collector.CollectCustomMetricAsync(new CustomMetric("code_quality_score", 85.5)
        {
            SessionId = session.Id,
            Attributes = { ["language"] = "python", ["complexity"] = "medium", ["lines_of_code"] = 250 },
            Timestamp = now,
        });
        var call = new ApiMetric { SessionId = session.Id, Endpoint = "/v1/messages", DurationMs = 234, StatusCode = 200 };
        await collector.CollectBatchAsync(Enumerable.Repeat(call, 100));

        // A reader built separately over the same store sees everything at once.
        IReadOnlyList<MetricRecord> metrics = await new MetricsCollector(scenario.Store).GetMetricsAsync(new MetricQuery
        {
            SessionId = session.Id,
            Range = TimeRange.Since(now.AddMinutes(-5)),
        });

        // Six typed metrics, a hundred identical calls, and the start that the session manager itself reported.
        Assert.Equal(107, metrics.Count);
        Assert.Equal(100, metrics.Count(record => record.Name == "api_call" && record.Value == 234));
        Assert.Equal(107, metrics.Select(record => record.Id).Distinct().Count());
        MetricRecord tokens = Assert.Single(metrics, record => record.Category == MetricCategory.Token);
        Assert.Equal(650, tokens.Value);
        Assert.Equal(0.0065m, tokens.Cost);
        MetricRecord resources = Assert.Single(metrics, record => record.Name == "resource_usage");
        Assert.Equal([45.2, 512.5, 10.5, 5.2, 2.1, 1.5], resources.Measurements.Values);
        Assert.All(metrics, record => Assert.Equal("test_user", record.UserId));
        Assert.All(metrics, record => Assert.Equal("test_project", record.Project));

        await scenario.CloseAsync();
        File.Delete(Assert.Single(scenario.Files));
    }

    [Fact]
    public async Task Options_ThreeEnginesOverOneStore_EachReadsBackItsOwn()
    {
        using var folder = new TempFolder();
        await using var store = new SqliteStore(folder.File("analytics.db"));
        await using var first = new AnalyticsEngine(new MetricsCollector(store), new InMemorySessionManager());
        await first.InitializeAsync();

        await using var second = new AnalyticsEngine(store);
        await second.InitializeAsync();
        Assert.Equal(TimeSpan.FromSeconds(60), second.Options.CollectionInterval);
        Assert.Equal(90, second.Options.RetentionDays);

        await using var third = new AnalyticsEngine(store, new AnalyticsEngineOptions
        {
            CollectionInterval = TimeSpan.FromSeconds(30),
            RetentionDays = 180,
            EnableRealTime = true,
            BufferSize = 10_000,
            BatchSize = 500,
        });
        await third.InitializeAsync();
        Assert.Equal(TimeSpan.FromSeconds(30), third.Options.CollectionInterval);
        Assert.Equal(180, third.Options.RetentionDays);
        Assert.True(third.Options.EnableRealTime);
        Assert.Equal(10_000, third.Options.BufferSize);
        Assert.Equal(500, third.Options.BatchSize);

        await third.TrackMetricAsync(new PerformanceMetric("response_time", 1));
        Assert.Single(await first.GetRawMetricsAsync());
        Assert.Single(await second.GetRawMetricsAsync());
    }
}
