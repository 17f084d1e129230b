using Shannon.Analytics.Alerting;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>What a restart, a crash and a second process leave of alerts.</summary>
public sealed class AlertRestartTests : IAsyncDisposable
{
    private readonly AlertFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Restart_InTheMiddleOfAFiringAlert_NeitherForgetsNorRepeats()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow);
        await AlertFixture.RespondAsync(engine, 3, times: 4);
        DateTimeOffset fired = _fixture.Time.GetUtcNow();
        await _fixture.CloseAsync(engine);

        _fixture.Time.Advance(TimeSpan.FromSeconds(20));
        engine = await _fixture.OpenAsync();
        AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id);
        Assert.Equal((true, AlertState.Firing, 1L, 4L, fired), (status.IsTriggered, status.State, status.TriggerCount, status.CurrentCount, status.LastTriggeredAt));
        await AlertFixture.RespondAsync(engine, 3, times: 4);
        Assert.Equal(8, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);
        Assert.Single(await engine.Alerts.GetHistoryAsync());

        // The windows go on over the restart to the second.
        _fixture.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(4, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);
        _fixture.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(AlertState.Resolved, (await engine.Alerts.GetStatusAsync(alert.Id)).State);
    }

    [Fact]
    public async Task Restart_WithNotificationsToldBefore_TellsNothingTwice()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        await engine.Alerts.CreateAsync(AlertFixture.Slow);
        IAsyncEnumerator<AlertNotification> before = engine.Notifications.StreamAsync().GetAsyncEnumerator();
        await AlertFixture.RespondAsync(engine, 3, times: 3);
        Assert.True(await before.MoveNextAsync());
        AlertNotification fired = before.Current;
        await _fixture.CloseAsync(engine);
        Assert.False(await before.MoveNextAsync());

        engine = await _fixture.OpenAsync();
        IAsyncEnumerator<AlertNotification> after = engine.Notifications.StreamAsync().GetAsyncEnumerator();
        await AlertFixture.RespondAsync(engine, 3);
        _fixture.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(await after.MoveNextAsync());
        Assert.Equal((AlertEventKind.Resolved, fired.AlertId), (after.Current.Kind, after.Current.AlertId));
    }

    [Fact]
    public async Task Restart_WhileFiringAndAcknowledged_StaysAcknowledged()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow with { GroupBy = [GroupKey.User] });
        await AlertFixture.RespondAsync(engine, 3, times: 3, user: "ada");
        await engine.Alerts.AcknowledgeAsync(alert.Id);
        await _fixture.CloseAsync(engine);

        engine = await _fixture.OpenAsync();
        AlertGroupStatus ada = Assert.Single((await engine.Alerts.GetStatusAsync(alert.Id)).Groups);
        Assert.Equal((AlertState.Firing, false, 3L), (ada.State, ada.IsTriggered, ada.CurrentCount));
        Assert.NotNull(ada.AcknowledgedAt);
    }

    [Fact]
    public async Task Restart_WhilePending_GoesOnWaiting()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(new AlertDefinition { Name = "slow", Condition = "avg(response_time) > 2 for 50s" });
        await AlertFixture.RespondAsync(engine, 3);
        Assert.Equal(AlertState.Pending, (await engine.Alerts.GetStatusAsync(alert.Id)).State);
        _fixture.Time.Advance(TimeSpan.FromSeconds(30));
        await _fixture.CloseAsync(engine);

        engine = await _fixture.OpenAsync();
        Assert.Equal(AlertState.Pending, (await engine.Alerts.GetStatusAsync(alert.Id)).State);
        _fixture.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(AlertState.Firing, (await engine.Alerts.GetStatusAsync(alert.Id)).State);
    }

    [Fact]
    public async Task Crash_BeforeTheStateWasKept_FiresFromTheStoredRecords()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow);
        await _fixture.CloseAsync(engine);

        // As if the process had died between the commit of the records and that of the state: they are there, and nobody evaluated them.
        SqliteStore store = await _fixture.OpenStoreAsync();
        await store.AppendBatchAsync([.. Enumerable.Repeat(new PerformanceMetric("response_time", 3), 3)]);
        _fixture.Time.Advance(TimeSpan.FromSeconds(5));

        engine = await _fixture.OpenAsync();
        AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id);
        Assert.Equal((true, 1L, 3L), (status.IsTriggered, status.TriggerCount, status.CurrentCount));
    }

    [Fact]
    public async Task TwoProcesses_OneFile_OneEvaluatesTheRecordsOfBoth()
    {
        AnalyticsEngine first = await _fixture.OpenAsync();
        AnalyticsEngine second = await _fixture.OpenAsync();
        Alert alert = await first.Alerts.CreateAsync(AlertFixture.Slow);
        await AlertFixture.RespondAsync(first, 3);
        await AlertFixture.RespondAsync(second, 3, times: 2);
        await first.RunBackgroundPassAsync(CancellationToken.None);
        Assert.Equal((true, 3L), await StandingAsync(first, alert));
        await second.RunBackgroundPassAsync(CancellationToken.None);
        Assert.Equal((true, false), (first.Health.Alerts.IsEvaluating, second.Health.Alerts.IsEvaluating));

        // The other sees what was kept, and its calls reach the one that evaluates.
        Assert.True((await second.Alerts.GetStatusAsync(alert.Id)).IsTriggered);
        Assert.Single(await second.Alerts.GetHistoryAsync());
        await second.Alerts.AcknowledgeAsync(alert.Id);
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        Alert late = await second.Alerts.CreateAsync(AlertFixture.Slow with { Name = "late", Threshold = 1 });
        await first.RunBackgroundPassAsync(CancellationToken.None);
        Assert.False((await first.Alerts.GetStatusAsync(alert.Id)).IsTriggered);
        await AlertFixture.RespondAsync(first, 4);
        Assert.Equal((true, 1L), await StandingAsync(first, late));

        // When the first ends, the second takes over, and nothing fires twice.
        await _fixture.CloseAsync(first);
        await second.RunBackgroundPassAsync(CancellationToken.None);
        Assert.True(second.Health.Alerts.IsEvaluating);
        Assert.Equal((false, 4L), await StandingAsync(second, alert));
        Assert.Equal((true, 1L), await StandingAsync(second, late));
        Assert.Equal(2, (await second.Alerts.GetHistoryAsync(new AlertHistoryQuery { Kind = AlertEventKind.Fired })).Count);
    }

    [Fact]
    public async Task TwoEngines_OverOneStore_ShareTheirAlerts()
    {
        SqliteStore store = await _fixture.OpenStoreAsync();
        await using var first = new AnalyticsEngine(store);
        await first.InitializeAsync();
        Alert early = await first.Alerts.CreateAsync(AlertFixture.Slow);
        await using (var second = new AnalyticsEngine(store))
        {
            await second.InitializeAsync();
            Alert alert = await second.Alerts.CreateAsync(AlertFixture.Slow);
            await AlertFixture.RespondAsync(second, 3, times: 3);
            Assert.True((await second.Alerts.GetStatusAsync(alert.Id)).IsTriggered);
            Assert.True((await second.Alerts.GetStatusAsync(early.Id)).IsTriggered);
        }

        await AlertFixture.RespondAsync(first, 3);
        Assert.Equal((true, 4L), await StandingAsync(first, early));
    }

    [Fact]
    public async Task Restart_WithBrokenDocuments_WatchesTheOthers()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow);
        Alert forgetful = await engine.Alerts.CreateAsync(AlertFixture.Slow);
        await AlertFixture.RespondAsync(engine, 3, times: 3);
        await _fixture.CloseAsync(engine);
        SqliteStore store = await _fixture.OpenStoreAsync();
        await store.ApplyAsync(
        [
            StateChange.Put("alert_definition", "broken", "{}"),
            StateChange.Put("alert_state", forgetful.Id, "[]"),
            StateChange.Put("alert_silence", "broken", "{"),
            StateChange.Append("alert_history", "null"),
            StateChange.Append("alert_changes", "5"),
        ]);

        engine = await _fixture.OpenAsync();
        await engine.RunBackgroundPassAsync(CancellationToken.None);
        Assert.Equal((true, 3L), await StandingAsync(engine, alert));
        Assert.Equal((true, 3L), await StandingAsync(engine, forgetful));
        Assert.Equal(2, (await engine.Alerts.ListAsync()).Count);
        Assert.Equal(3, (await engine.Alerts.GetHistoryAsync()).Count);
    }

    [Fact]
    public async Task Anomaly_OverARestart_KeepsWhatItLearnedAndItsOccurrences()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(new AlertDefinition { Name = "odd", Condition = "anomaly(response_time, ewma)" });
        for (int i = 0; i < 40; i++)
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await AlertFixture.RespondAsync(engine, 1 + (i % 5 * 0.01));
        }

        await _fixture.CloseAsync(engine);
        engine = await _fixture.OpenAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await AlertFixture.RespondAsync(engine, 50);
        Assert.Equal((true, 1L), await StandingAsync(engine, alert));
        await _fixture.CloseAsync(engine);
        engine = await _fixture.OpenAsync();
        Assert.Equal((true, 1L), await StandingAsync(engine, alert));
    }

    private static async Task<(bool IsTriggered, long CurrentCount)> StandingAsync(AnalyticsEngine engine, Alert alert)
    {
        AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id);
        return (status.IsTriggered, status.CurrentCount);
    }
}
