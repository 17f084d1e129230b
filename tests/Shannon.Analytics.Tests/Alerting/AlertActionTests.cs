using Shannon.Analytics.Alerting;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Testing;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>What alerts do: notify, log, throttle, and actions of the host's own, good and bad.</summary>
public sealed class AlertActionTests : IAsyncDisposable
{
    private readonly AlertFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Notify_FiredAndResolved_AreToldInOrder()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        IAsyncEnumerator<AlertNotification> stream = engine.Notifications.StreamAsync().GetAsyncEnumerator();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow with { Severity = AlertSeverity.Critical, GroupBy = [GroupKey.User], Labels = new Dictionary<string, string> { ["team"] = "agents" } });
        await AlertFixture.RespondAsync(engine, 3, times: 3, user: "ada");
        Assert.True(await stream.MoveNextAsync());
        AlertNotification fired = stream.Current;
        Assert.Equal((alert.Id, "slow", AlertEventKind.Fired, AlertSeverity.Critical, 3.0, 3L, 0L), (fired.AlertId, fired.Name, fired.Kind, fired.Severity, fired.Value, fired.Count, fired.Missed));
        Assert.Equal(["alert_triggered"], fired.Triggers);
        Assert.Equal("agents", fired.Labels["team"]);
        Assert.Equal("ada", fired.Group["user"]);
        Assert.Contains("\"event\":\"fired\"", fired.ToJson(), StringComparison.Ordinal);

        _fixture.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal((AlertEventKind.Resolved, _fixture.Time.GetUtcNow()), (stream.Current.Kind, stream.Current.Timestamp));
        Assert.NotEqual(fired.Id, stream.Current.Id);
    }

    [Theory]
    [InlineData("error_rate > 0.05", "alert_triggered,error_threshold")]
    [InlineData("count(error) >= 1", "alert_triggered,error_threshold")]
    [InlineData("sum(cost) >= 0", "alert_triggered,cost_alert")]
    [InlineData("count(error) > 0 and sum(cost) >= 0", "alert_triggered,error_threshold,cost_alert")]
    [InlineData("count(all) > 0", "alert_triggered")]
    public async Task Notify_ByWhatTheConditionReads_NamesItsTriggers(string condition, string triggers)
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        IAsyncEnumerator<AlertNotification> stream = engine.Notifications.StreamAsync().GetAsyncEnumerator();
        await engine.Alerts.CreateAsync(new AlertDefinition { Name = "any", Condition = condition });
        await engine.TrackMetricAsync(new PerformanceMetric("response_time", 1) { Cost = 2 });
        await engine.TrackMetricAsync(new ErrorMetric("Timeout"));
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal(triggers, string.Join(',', stream.Current.Triggers));
    }

    [Fact]
    public async Task Notify_OfASlowListener_SaysHowManyItMissed()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        IAsyncEnumerator<AlertNotification> slow = engine.Notifications.StreamAsync(capacity: 2).GetAsyncEnumerator();
        IAsyncEnumerator<AlertNotification> fast = engine.Notifications.StreamAsync().GetAsyncEnumerator();
        await engine.Alerts.CreateAsync(AlertFixture.Slow with { Threshold = 1, GroupBy = [GroupKey.User] });
        for (int i = 0; i < 10; i++)
        {
            await AlertFixture.RespondAsync(engine, 3, user: FormattableString.Invariant($"u{i}"));
            Assert.True(await fast.MoveNextAsync());
            Assert.Equal(0, fast.Current.Missed);
        }

        Assert.True(await slow.MoveNextAsync());
        Assert.Equal((8L, "u8"), (slow.Current.Missed, slow.Current.Group["user"]));
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal((0L, "u9"), (slow.Current.Missed, slow.Current.Group["user"]));
        Assert.Equal(8, engine.Health.Alerts.NotificationsMissed);
    }

    [Fact]
    public async Task Notify_OfAListenerThatGaveUp_Ends()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        using var cancellation = new CancellationTokenSource();
        IAsyncEnumerator<AlertNotification> stream = engine.Notifications.StreamAsync(cancellationToken: cancellation.Token).GetAsyncEnumerator();
        ValueTask<bool> next = stream.MoveNextAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Notifications.StreamAsync(capacity: 0));
    }

    [Fact]
    public async Task Log_Fired_IsAudited_WithoutTheNamesOfUsers()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow with { Actions = [AlertActionNames.Log], GroupBy = [GroupKey.User] });
        await AlertFixture.RespondAsync(engine, 3, times: 3, user: "ada@example.com");
        await Until.True(() => engine.Health.Alerts.ActionsRun == 1, "the entry in the audit log");
        SqliteStore store = await _fixture.OpenStoreAsync();
        AuditRecord record = Assert.Single(await new AuditLog(store, store.TimeProvider).ReadAsync().ToListAsync());
        Assert.Equal(("alert.fired", "alert:" + alert.Id, "system"), (record.Entry.Action, record.Entry.Target, record.Entry.Actor));
        Assert.DoesNotContain("ada@", record.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, record.Entry.Details["value"].RawNumber);
    }

    [Fact]
    public async Task Throttle_WhileFiring_SlowsThePromptsOfTheSessionsConcerned()
    {
        SqliteStore store = await _fixture.OpenStoreAsync();
        await using var sessions = new InMemorySessionManager(new InMemorySessionManagerOptions { TimeProvider = _fixture.Time });
        await using var engine = new AnalyticsEngine(new MetricsCollector(store), sessions);
        await engine.InitializeAsync();
        AgentSession ada = await sessions.CreateSessionAsync(new AgentSessionOptions { UserId = "ada" });
        AgentSession grace = await sessions.CreateSessionAsync(new AgentSessionOptions { UserId = "grace" });
        await engine.Alerts.CreateAsync(AlertFixture.Slow with { Actions = [AlertActionNames.Throttle], GroupBy = [GroupKey.User], ThrottlePromptsPerMinute = 2 });
        Assert.True((await sessions.ExecutePromptAsync(ada.Id, "one")).Succeeded);
        await AlertFixture.RespondAsync(engine, 3, times: 3, user: "ada");

        // The first comes through, the second has to wait for half a minute; and nobody else.
        Assert.True((await sessions.ExecutePromptAsync(ada.Id, "two")).Succeeded);
        long before = store.Health.Ingest.Stored;
        PromptResult refused = await sessions.ExecutePromptAsync(ada.Id, "three");
        Assert.Equal((false, "Throttled", TimeSpan.FromSeconds(30)), (refused.Succeeded, refused.ErrorType, refused.RetryAfter));
        Assert.Equal(before, store.Health.Ingest.Stored);
        Assert.True((await sessions.ExecutePromptAsync(grace.Id, "one")).Succeeded);
        ThrottleDecision decision = await engine.Throttle.AskAsync(ada);
        Assert.Equal((false, "slow"), (decision.IsAllowed, decision.Reason));
        _fixture.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await sessions.ExecutePromptAsync(ada.Id, "three")).Succeeded);

        // Once the alert has cleared there is no limit.
        _fixture.Time.Advance(TimeSpan.FromSeconds(31));
        for (int i = 0; i < 5; i++)
        {
            Assert.True((await sessions.ExecutePromptAsync(ada.Id, "more")).Succeeded);
        }
    }

    [Fact]
    public async Task Throttle_AfterTheEngineEnded_AsksNobody()
    {
        await using var sessions = new InMemorySessionManager();
        await using (var engine = new AnalyticsEngine(new MetricsCollector(await _fixture.OpenStoreAsync()), sessions))
        {
            await engine.InitializeAsync();
            Assert.NotNull(sessions.Throttle);
        }

        Assert.Null(sessions.Throttle);
    }

    [Fact]
    public async Task Actions_ThatFailOrHang_TouchNeitherIngestionNorOthers()
    {
        var good = new SomeAction("good", (_, _) => ValueTask.CompletedTask);
        var failing = new SomeAction("failing", (_, _) => throw new InvalidOperationException("no"));
        var never = new TaskCompletionSource();
        var hanging = new SomeAction("hanging", (_, _) => new ValueTask(never.Task));
        AnalyticsEngine engine = await _fixture.OpenAsync(good, failing, hanging);
        await engine.Alerts.CreateAsync(AlertFixture.Slow with { Threshold = 1, Actions = ["failing", "hanging", "good"], GroupBy = [GroupKey.User] });
        const int Groups = 900;
        await engine.Collector.CollectBatchAsync([.. Enumerable.Range(0, Groups).Select(i => new PerformanceMetric("response_time", 3) { UserId = FormattableString.Invariant($"u{i}") })]);
        await Until.True(() => good.Calls == Groups && failing.Calls == Groups, "the good and the failing action");
        Assert.Equal((Groups, Groups, 1), (engine.Health.Alerts.ActionsRun, engine.Health.Alerts.ActionsFailed, hanging.Calls));

        // Four may hang at a time; the rest is dropped, and counted.
        for (int i = 1; i <= 4; i++)
        {
            await Until.True(() => hanging.Calls == i, "the next call that hangs");
            _fixture.Time.Advance(TimeSpan.FromSeconds(30));
            await Until.True(() => engine.Health.Alerts.ActionsTimedOut == i, "the time-out");
        }

        await Until.True(() => engine.Health.Alerts.ActionsDropped >= Groups - 4, "what could not run any more");
        Assert.Equal(4, hanging.Calls);
        never.SetResult();
    }

    [Fact]
    public async Task Silence_WhileFiring_TellsWhenItEnds()
    {
        var action = new SomeAction("page", (_, _) => ValueTask.CompletedTask);
        AnalyticsEngine engine = await _fixture.OpenAsync(action);
        DateTimeOffset start = _fixture.Time.GetUtcNow();
        AlertSilence silence = await engine.Alerts.SilenceAsync(new AlertSilence { EndsAt = start.AddSeconds(10), Matchers = new Dictionary<string, string> { ["team"] = "agents" } });
        await engine.Alerts.SilenceAsync(new AlertSilence { EndsAt = start.AddHours(1), Matchers = new Dictionary<string, string> { ["team"] = "others" } });
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow with { Actions = ["page"], Labels = new Dictionary<string, string> { ["team"] = "agents" } });
        await AlertFixture.RespondAsync(engine, 3, times: 3);
        AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id);
        Assert.Equal((true, true), (status.IsTriggered, status.IsSilenced));
        Assert.Single(await engine.Alerts.GetHistoryAsync());
        Assert.Equal(0, action.Calls);

        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        await Until.True(() => action.Calls == 1, "the notification after the silence");
        Assert.False((await engine.Alerts.GetStatusAsync(alert.Id)).IsSilenced);
        Assert.Equal(AlertEventKind.Fired, action.Last!.Kind);
        Assert.DoesNotContain(await engine.Alerts.ListSilencesAsync(), one => one.Id == silence.Id);
        Assert.Single(await engine.Alerts.ListSilencesAsync());
    }

    [Fact]
    public async Task Silence_OverTheWholeIncident_TellsNothing_AndCanBeRemoved()
    {
        var action = new SomeAction("page", (_, _) => ValueTask.CompletedTask);
        AnalyticsEngine engine = await _fixture.OpenAsync(action);
        AlertSilence silence = await engine.Alerts.SilenceAsync(new AlertSilence { EndsAt = _fixture.Time.GetUtcNow().AddDays(1), Comment = "maintenance" });
        await engine.Alerts.CreateAsync(AlertFixture.Slow with { Actions = ["page"], Cooldown = TimeSpan.Zero });
        await AlertFixture.RespondAsync(engine, 3, times: 3);
        _fixture.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(2, (await engine.Alerts.GetHistoryAsync()).Count);
        Assert.True(await engine.Alerts.RemoveSilenceAsync(silence.Id));
        Assert.False(await engine.Alerts.RemoveSilenceAsync(silence.Id));
        await AlertFixture.RespondAsync(engine, 3, times: 3);
        await Until.True(() => action.Calls > 0, "the first notification");
        Assert.Equal(AlertEventKind.Fired, action.Last!.Kind);
        Assert.EndsWith(":2:fired", action.Last.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_OutOfRange_SaysAllOfIt() =>
        Assert.Equal(2, Assert.Throws<InvalidOptionsException>(() => new AlertSilence { StartsAt = Some.Time, EndsAt = Some.Time, Comment = new string('x', 1_001) }.Validate()).Errors.Count);

    private sealed class SomeAction(string name, Func<AlertNotification, CancellationToken, ValueTask> run) : IAlertAction
    {
        private int _calls;

        public string Name => name;

        public int Calls => Volatile.Read(ref _calls);

        public AlertNotification? Last { get; private set; }

        public ValueTask RunAsync(AlertNotification notification, CancellationToken cancellationToken = default)
        {
            Last = notification;
            Interlocked.Increment(ref _calls);
            return run(notification, cancellationToken);
        }
    }
}
