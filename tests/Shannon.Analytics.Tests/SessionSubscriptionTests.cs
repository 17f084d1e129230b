using NSubstitute;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Testing;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests;

/// <summary>What the engine does with what a session manager reports.</summary>
public sealed class SessionSubscriptionTests : IAsyncDisposable
{
    private readonly StoreSource _stores = new(inMemory: true);

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Prompts_EachGivesResponseTimeAndTokens()
    {
        SqliteStore store = _stores.New();
        var sessions = new InMemorySessionManager(new InMemorySessionManagerOptions
        {
            TimeProvider = _stores.Time,
            Answer = prompt => new InMemoryAnswer("answer") { Duration = TimeSpan.FromSeconds(prompt.Number + 1), ErrorType = prompt.Text == "fail" ? "RateLimitError" : null, Cost = 0.01m },
        });
        await using var engine = new AnalyticsEngine(new MetricsCollector(store), sessions);
        await engine.InitializeAsync();
        AgentSession session = await sessions.CreateSessionAsync(new AgentSessionOptions { UserId = "ada", Project = "p", Model = "opus" });
        Assert.True((await sessions.ExecutePromptAsync(session.Id, "one")).Succeeded);
        PromptResult failed = await sessions.ExecutePromptAsync(session.Id, "fail");
        _stores.Time.Advance(TimeSpan.FromSeconds(5));
        await sessions.EndSessionAsync(session.Id);
        IReadOnlyList<MetricRecord> records = await store.AllAsync();
        Assert.Equal(["session_start", "response_time", "token_usage", "response_time", "error", "session_end"], records.Select(record => record.Name));
        Assert.Equal([1.0, 2.0], records.Where(record => record.Name == "response_time").Select(record => record.Value));
        Assert.Equal((300.0, 0.01m), (records[2].Value, records[2].Cost));
        Assert.Equal(("RateLimitError", false, "RateLimitError"), (records[4].Attributes["error_type"].Text, failed.Succeeded, failed.ErrorType));
        Assert.Equal(5, records[5].Measurements["duration"]);
        Assert.All(records, record => Assert.Equal((session.Id, "ada", "p", "opus"), (record.SessionId, record.UserId, record.Project, record.Model)));
    }

    [Fact]
    public async Task Filters_ApplyToSessions()
    {
        SqliteStore store = _stores.New();
        store.Filters.Add(new RedactingFilter("secret"));
        var sessions = new InMemorySessionManager();
        await using var engine = new AnalyticsEngine(new MetricsCollector(store), sessions);
        await engine.InitializeAsync();
        await sessions.CreateSessionAsync(new AgentSessionOptions { UserId = "secret" });
        Assert.Equal("[REDACTED]", Assert.Single(await store.AllAsync()).UserId);
    }

    [Fact]
    public async Task Dispose_Engine_HearsNothingMore()
    {
        SqliteStore store = _stores.New();
        var sessions = new InMemorySessionManager();
        var engine = new AnalyticsEngine(new MetricsCollector(store), sessions);
        await engine.InitializeAsync();
        AgentSession session = await sessions.CreateSessionAsync();
        await engine.DisposeAsync();
        await sessions.ExecutePromptAsync(session.Id, "after");
        await sessions.DisposeAsync();
        Assert.Single(await store.AllAsync());
        Assert.Equal(0, engine.Health.FailedSessionMetrics);
    }

    [Fact]
    public async Task Dispose_DuringACallback_WaitsForItAndTakesNoNewOne()
    {
        IMetricsCollector collector = Substitute.For<IMetricsCollector>();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        collector.CollectBatchAsync(default!, default).ReturnsForAnyArgs(_ =>
        {
            entered.TrySetResult();
            return release.Task;
        });
        var manager = new StubbornManager();
        var engine = new AnalyticsEngine(collector, manager);
        await engine.InitializeAsync();
        Task callback = manager.PublishAsync();
        await entered.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Task disposal = engine.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);

        // A manager that goes on calling in spite of the ended subscription reaches nothing.
        await manager.PublishAsync().WaitAsync(TimeSpan.FromMinutes(1));
        release.SetResult();
        await disposal.WaitAsync(TimeSpan.FromMinutes(1));
        await callback;
        await manager.PublishAsync();
        await collector.ReceivedWithAnyArgs(1).CollectBatchAsync(default!, default);
    }

    [Fact]
    public async Task FailingStore_DoesNotFailTheSession()
    {
        IMetricsCollector collector = Substitute.For<IMetricsCollector>();
        collector.CollectBatchAsync(default!, default).ReturnsForAnyArgs(Task.FromException(new StoreFullException("full")));
        var sessions = new InMemorySessionManager();
        await using var engine = new AnalyticsEngine(collector, sessions);
        await engine.InitializeAsync();
        AgentSession session = await sessions.CreateSessionAsync();
        Assert.True((await sessions.ExecutePromptAsync(session.Id, "x")).Succeeded);
        Assert.Equal(3, engine.Health.FailedSessionMetrics);
    }

    [Fact]
    public async Task InvalidMetric_DoesNotFailTheSession()
    {
        SqliteStore store = _stores.New();
        var manager = new StubbornManager { Metric = new CustomMetric("x", double.NaN) };
        await using var engine = new AnalyticsEngine(new MetricsCollector(store), manager);
        await engine.InitializeAsync();
        await manager.PublishAsync();
        Assert.Equal((1, 1), (engine.Health.FailedSessionMetrics, store.AssertClosed().Rejected));
    }

    [Fact]
    public async Task SessionManager_EndedUnknownOrDisposed_Behaves()
    {
        var sessions = new InMemorySessionManager();
        AgentSession session = await sessions.CreateSessionAsync();
        Assert.Equal([session], sessions.Sessions);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => sessions.ExecutePromptAsync("unknown", "x"));
        await sessions.EndSessionAsync(session.Id);
        await sessions.EndSessionAsync(session.Id);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => sessions.ExecutePromptAsync(session.Id, "x"));
        await sessions.DisposeAsync();
        await sessions.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sessions.CreateSessionAsync());
    }

    /// <summary>Keeps calling its listener, whatever became of the subscription.</summary>
    private sealed class StubbornManager : ISessionManager
    {
        private ISessionListener? _listener;

        public MetricInput Metric { get; init; } = Some.Metric();

        public Task PublishAsync() => _listener!.OnActivityAsync(new SessionActivity("s", SessionActivityKind.Progress, [Metric])).AsTask();

        public IDisposable Subscribe(ISessionListener listener)
        {
            _listener = listener;
            return Substitute.For<IDisposable>();
        }

        public Task<AgentSession> CreateSessionAsync(AgentSessionOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<PromptResult> ExecutePromptAsync(string sessionId, string prompt, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task EndSessionAsync(string sessionId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => default;
    }
}
