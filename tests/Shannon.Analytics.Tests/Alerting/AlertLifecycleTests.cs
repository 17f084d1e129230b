using System.Text.Json;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>Alerts as a host meets them: made, fired, acknowledged, resolved, changed, deleted.</summary>
public sealed class AlertLifecycleTests : IAsyncDisposable
{
    private readonly AlertFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Specification_FiveSlowResponses_HaveTriggeredWhenTheAwaitReturns()
    {
        await using AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(":memory:");
        await engine.InitializeAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertDefinition.FromJson("""
            {"name": "High Response Time", "condition": "response_time > 2.0", "window": 60, "threshold": 3, "actions": ["notify", "log", "throttle"]}
            """));
        for (int i = 0; i < 5; i++)
        {
            await engine.TrackMetricAsync(new PerformanceMetric("response_time", 3.0) { SessionId = "s-1" });
            Assert.Equal(i >= 2, (await engine.Alerts.GetStatusAsync(alert.Id)).IsTriggered);
        }

        using JsonDocument status = JsonDocument.Parse((await engine.Alerts.GetStatusAsync(alert.Id)).ToJson());
        Assert.Equal(JsonValueKind.True, status.RootElement.GetProperty("triggered").ValueKind);
        Assert.Equal("firing", status.RootElement.GetProperty("state").GetString());
        Assert.Equal(1, status.RootElement.GetProperty("trigger_count").GetInt64());
        Assert.Equal(5, status.RootElement.GetProperty("current_count").GetInt64());
        Assert.Equal(3.0, status.RootElement.GetProperty("last_value").GetDouble());
        Assert.Equal(JsonValueKind.String, status.RootElement.GetProperty("last_triggered_at").ValueKind);
    }

    [Fact]
    public async Task Create_WithEverythingWrong_SaysAllOfItAtOnce()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        InvalidOptionsException error = await Assert.ThrowsAsync<InvalidOptionsException>(() => engine.Alerts.CreateAsync(new AlertDefinition
        {
            Name = " ",
            Condition = "response_time >",
            Window = TimeSpan.FromDays(8),
            Threshold = 0,
            Actions = ["page", "notify", "notify"],
            ClearCondition = "a > 1 for 5m",
            ClearRatio = 1.5,
            Labels = new Dictionary<string, string> { ["team"] = string.Empty },
        }));
        Assert.Equal(10, error.Errors.Count);
        Assert.Contains(error.Errors, line => line.Contains("Condition is wrong at position 15", StringComparison.Ordinal));
        Assert.Contains(error.Errors, line => line.Contains("'page'", StringComparison.Ordinal) && line.Contains("notify, throttle, webhooks, log", StringComparison.Ordinal));
        Assert.Empty(await engine.Alerts.ListAsync());
    }

    [Fact]
    public async Task Fire_Drain_FireAgain_IsEdgeTriggered()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow);
        await AlertFixture.RespondAsync(engine, 3, times: 4);
        AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id);
        Assert.Equal((true, AlertState.Firing, 1L, 4L), (status.IsTriggered, status.State, status.TriggerCount, status.CurrentCount));
        Assert.Equal(_fixture.Time.GetUtcNow(), status.LastTriggeredAt);

        _fixture.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.True((await engine.Alerts.GetStatusAsync(alert.Id)).IsTriggered);
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        status = await engine.Alerts.GetStatusAsync(alert.Id);
        Assert.Equal((false, AlertState.Resolved, 1L, 0L), (status.IsTriggered, status.State, status.TriggerCount, status.CurrentCount));
        Assert.Equal(_fixture.Time.GetUtcNow(), status.LastResolvedAt);

        await AlertFixture.RespondAsync(engine, 1.9, times: 5);
        await AlertFixture.RespondAsync(engine, 2.1, times: 3);
        status = await engine.Alerts.GetStatusAsync(alert.Id);
        Assert.Equal((true, 2L, 3L, 2.1), (status.IsTriggered, status.TriggerCount, status.CurrentCount, status.LastValue));

        IReadOnlyList<AlertHistoryEntry> history = await engine.Alerts.GetHistoryAsync(new AlertHistoryQuery { AlertId = alert.Id });
        Assert.Equal([AlertEventKind.Fired, AlertEventKind.Resolved, AlertEventKind.Fired], history.Select(entry => entry.Kind));
        Assert.Equal(3, history[0].Count);
    }

    [Fact]
    public async Task Cooldown_Unfinished_DelaysTheNextFiring()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow with { Threshold = 1, Window = TimeSpan.FromSeconds(10), Cooldown = TimeSpan.FromSeconds(60) });
        await AlertFixture.RespondAsync(engine, 3);
        _fixture.Time.Advance(TimeSpan.FromSeconds(55));
        await AlertFixture.RespondAsync(engine, 3);
        Assert.Equal((AlertState.Resolved, 1L), await StandingAsync(engine, alert));
        _fixture.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((AlertState.Firing, 2L), await StandingAsync(engine, alert));
    }

    [Fact]
    public async Task Acknowledge_EndsTriggered_AndTheNextFiringTriggersAgain()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow with { Threshold = 1 });
        await AlertFixture.RespondAsync(engine, 3);
        await engine.Alerts.AcknowledgeAsync(alert.Id);
        AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id);
        Assert.Equal((false, AlertState.Firing, _fixture.Time.GetUtcNow()), (status.IsTriggered, status.State, status.AcknowledgedAt));
        await AlertFixture.RespondAsync(engine, 3);
        Assert.False((await engine.Alerts.GetStatusAsync(alert.Id)).IsTriggered);

        _fixture.Time.Advance(TimeSpan.FromSeconds(61));
        await AlertFixture.RespondAsync(engine, 3);
        status = await engine.Alerts.GetStatusAsync(alert.Id);
        Assert.Equal((true, 2L, null), (status.IsTriggered, status.TriggerCount, status.AcknowledgedAt));
    }

    [Fact]
    public async Task Resolve_ByHand_CountsAnew()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow with { Cooldown = TimeSpan.Zero });
        await AlertFixture.RespondAsync(engine, 3, times: 5);
        await engine.Alerts.ResolveAsync(alert.Id);
        AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id);
        Assert.Equal((AlertState.Resolved, 0L), (status.State, status.CurrentCount));
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await AlertFixture.RespondAsync(engine, 3, times: 2);
        Assert.Equal((AlertState.Resolved, 1L), await StandingAsync(engine, alert));
        await AlertFixture.RespondAsync(engine, 3);
        Assert.Equal((AlertState.Firing, 2L), await StandingAsync(engine, alert));
    }

    [Fact]
    public async Task Records_FromBefore_OfTheFuture_OrImported_CountAsTheyShould()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        await AlertFixture.RespondAsync(engine, 3, times: 5);
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow);
        Assert.Equal(0, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);

        // Too old for the window; and what claims to come from the future counts as now.
        await engine.TrackMetricAsync(new PerformanceMetric("response_time", 3) { Timestamp = _fixture.Time.GetUtcNow() - TimeSpan.FromSeconds(60) });
        await engine.TrackMetricAsync(new PerformanceMetric("response_time", 3) { Timestamp = _fixture.Time.GetUtcNow() - TimeSpan.FromSeconds(59) });
        await engine.TrackMetricAsync(new PerformanceMetric("response_time", 3) { Timestamp = _fixture.Time.GetUtcNow() + TimeSpan.FromHours(1) });
        Assert.Equal(2, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);

        var live = new MetricsCollector(StoreOf(engine));
        await StoreOf(engine).AppendBatchAsync([.. Enumerable.Repeat(new PerformanceMetric("response_time", 3), 5)], AppendOptions.History);
        Assert.Equal(2, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);
        await live.CollectAsync(new PerformanceMetric("response_time", 3));
        Assert.True((await engine.Alerts.GetStatusAsync(alert.Id)).IsTriggered);
    }

    [Fact]
    public async Task Corrections_OfARecord_AreNotCounted()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow);
        for (int rank = 0; rank < 5; rank++)
        {
            await engine.TrackMetricAsync(new PerformanceMetric("response_time", 3) { Key = new RecordKey("same", rank) });
        }

        Assert.Equal(1, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);
    }

    [Fact]
    public async Task Update_Enable_Delete_ChangeWhatIsWatched()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow);
        await AlertFixture.RespondAsync(engine, 3, times: 3);

        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Alert changed = await engine.Alerts.UpdateAsync(alert.Id, AlertFixture.Slow with { Name = "slower", Condition = "response_time > 5" });
        Assert.Equal((alert.CreatedAt, _fixture.Time.GetUtcNow(), "slower"), (changed.CreatedAt, changed.UpdatedAt, changed.Definition.Name));
        Assert.Equal((AlertState.Resolved, 1L), await StandingAsync(engine, alert));
        Assert.Equivalent(changed, await engine.Alerts.GetAsync(alert.Id));

        await engine.Alerts.EnableAsync(alert.Id, isEnabled: false);
        await AlertFixture.RespondAsync(engine, 6, times: 3);
        Assert.Equal((AlertState.Resolved, 1L), await StandingAsync(engine, alert));
        Assert.False((await engine.Alerts.GetStatusAsync(alert.Id)).IsEnabled);

        Assert.True(await engine.Alerts.DeleteAsync(alert.Id));
        Assert.False(await engine.Alerts.DeleteAsync(alert.Id));
        Assert.Null(await engine.Alerts.GetAsync(alert.Id));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => engine.Alerts.GetStatusAsync(alert.Id));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => engine.Alerts.ResolveAsync(alert.Id));
        Assert.NotEmpty(await engine.Alerts.GetHistoryAsync());
    }

    [Fact]
    public async Task Engine_BeforeItRuns_HasNoAlerts()
    {
        await using var engine = new AnalyticsEngine(new SqliteStore(":memory:"));
        Assert.Throws<InvalidOperationException>(() => engine.Alerts);
        Assert.Throws<InvalidOperationException>(() => engine.Notifications);
    }

    private static IMetricStore StoreOf(AnalyticsEngine engine) => ((IStoreComponent)engine.Collector).Store;

    private static async Task<(AlertState State, long TriggerCount)> StandingAsync(AnalyticsEngine engine, Alert alert)
    {
        AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id);
        return (status.State, status.TriggerCount);
    }
}
