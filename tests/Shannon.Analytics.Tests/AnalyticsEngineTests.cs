using Microsoft.Extensions.Logging.Testing;
using NSubstitute;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests;

public sealed class AnalyticsEngineTests : IAsyncDisposable
{
    private readonly StoreSource _stores = new(inMemory: false);

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task BeforeInitialise_EveryCall_ThrowsInvalidOperation_AfterDisposal_ObjectDisposed()
    {
        var engine = new AnalyticsEngine(_stores.New());
        Func<Task>[] calls =
        [
            () => engine.TrackEventAsync(new AnalyticsEvent()), () => engine.TrackMetricAsync(Some.Metric()), () => engine.GetRawMetricsAsync(), () => engine.FlushAsync(),
        ];
        foreach (Func<Task> call in calls)
        {
            InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(call);
            Assert.Contains("InitializeAsync", error.Message, StringComparison.Ordinal);
        }

        Assert.False(engine.Health.IsRunning);
        await engine.InitializeAsync();
        await engine.InitializeAsync();
        Assert.True(engine.Health is { IsRunning: true, IsHealthy: true });
        await engine.DisposeAsync();
        await engine.DisposeAsync();
        Assert.False(engine.Health.IsRunning);
        foreach (Func<Task> call in calls)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(call);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.InitializeAsync());
    }

    [Fact]
    public async Task Dispose_NeverInitialised_IsFine()
    {
        var engine = new AnalyticsEngine(_stores.New());
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.InitializeAsync());
    }

    [Fact]
    public async Task Dispose_StoreOfTheCaller_StaysOpen()
    {
        SqliteStore store = _stores.New();
        var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync();
        Assert.True(engine.Collector.TryCollect(Some.Metric()));
        await engine.DisposeAsync();
        Assert.Single(await store.AllAsync());
    }

    [Fact]
    public async Task Dispose_StoreClosedFirst_IsFine()
    {
        SqliteStore store = _stores.New();
        var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync();
        engine.Collector.TryCollect(Some.Metric());
        await store.DisposeAsync();
        await engine.DisposeAsync();
        Assert.Equal(1, store.AssertClosed().Stored);
    }

    [Fact]
    public async Task Open_OwnsItsStore_AndTheFileCanBeDeletedAfterwards()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await using (AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(path))
        {
            await engine.TrackMetricAsync(Some.Metric(1));
            engine.Collector.TryCollect(Some.Metric(2));
        }

        await using (AnalyticsEngine again = await AnalyticsEngine.OpenAsync(path))
        {
            Assert.Equal(2, (await again.GetRawMetricsAsync()).Count);
        }

        Assert.Equal([path], Directory.GetFiles(folder.FullPath));
        File.Delete(path);
    }

    [Fact]
    public async Task Open_Memory_LastsAsLongAsTheEngine()
    {
        await using AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(":memory:");
        await using AnalyticsEngine other = await AnalyticsEngine.OpenAsync(":memory:");
        await engine.TrackMetricAsync(Some.Metric());
        Assert.Single(await engine.GetRawMetricsAsync());
        Assert.Empty(await other.GetRawMetricsAsync());
    }

    [Fact]
    public async Task Open_FolderMissing_ThrowsAndLeavesNothing()
    {
        using var folder = new TempFolder();
        var time = new TimerCounter();
        await Assert.ThrowsAsync<StoreAccessException>(() => AnalyticsEngine.OpenAsync(Path.Combine(folder.FullPath, "missing", "x.db"), new AnalyticsEngineOptions { TimeProvider = time }));
        Assert.Equal(0, time.Timers);
        await using (AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(folder.File("x.db"), new AnalyticsEngineOptions { TimeProvider = time }))
        {
            Assert.NotEqual(0, time.Timers);
        }

        Assert.Equal(0, time.Timers);
    }

    [Fact]
    public async Task GetRawMetrics_NewestFirst_HundredUnlessAsked()
    {
        SqliteStore store = _stores.New();
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync();
        await store.AppendBatchAsync([.. Enumerable.Range(0, 150).Select(i => Some.Metric(i) with { Timestamp = Some.Time.AddSeconds(i / 2) })]);
        Assert.Equal(Enumerable.Range(50, 100).Reverse().Select(i => (double)i), (await engine.GetRawMetricsAsync()).Select(record => record.Value!.Value));
        Assert.Equal(149, Assert.Single(await engine.GetRawMetricsAsync(limit: 1)).Value);
        Assert.Equal(150, (await engine.GetRawMetricsAsync(limit: 1000)).Count);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => engine.GetRawMetricsAsync(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => engine.GetRawMetricsAsync(MetricLimits.MaxListCount + 1));
    }

    [Fact]
    public async Task Flush_StoresWhatWasNotAwaited()
    {
        SqliteStore store = _stores.New();
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync();
        Assert.True(engine.Collector.TryCollect(Some.Metric()));
        await engine.FlushAsync();
        Assert.Single(await engine.GetRawMetricsAsync());
        Assert.Equal(1, engine.Health.Store.Ingest.Stored);
    }

    [Fact]
    public async Task Track_Filters_ApplyToEventsAndMetrics()
    {
        SqliteStore store = _stores.New();
        store.Filters.Add(new RedactingFilter("secret"));
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync();
        await engine.TrackEventAsync(new AnalyticsEvent("note") { UserId = "secret", ["prompt_content"] = "secret" });
        await engine.TrackMetricAsync(Some.Metric() with { UserId = "secret" });
        Assert.All(await engine.GetRawMetricsAsync(), record => Assert.DoesNotContain("secret", record.ToString(), StringComparison.Ordinal));
        Assert.Equal(2, (await engine.GetRawMetricsAsync()).Count);
        await Assert.ThrowsAsync<ArgumentNullException>(() => engine.TrackMetricAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => engine.TrackEventAsync(null!));
    }

    [Fact]
    public async Task Engines_ThreeOverOneStore_TheStricterOptionsWin()
    {
        SqliteStore store = _stores.New();
        await using var loose = new AnalyticsEngine(store, new AnalyticsEngineOptions { BufferSize = 50_000, BatchSize = 900 });
        await using var strict = new AnalyticsEngine(store, new AnalyticsEngineOptions { BufferSize = 100, BatchSize = 10 });
        await using var plain = new AnalyticsEngine(store);
        await Task.WhenAll(loose.InitializeAsync(), strict.InitializeAsync(), plain.InitializeAsync());
        Assert.Equal((100, 10), (store.Intake.Capacity, store.Intake.BatchSize));
        await Task.WhenAll(loose.TrackMetricAsync(Some.Metric()), strict.TrackMetricAsync(Some.Metric()), plain.TrackMetricAsync(Some.Metric()));
        await loose.DisposeAsync();
        await strict.TrackMetricAsync(Some.Metric());
        Assert.Equal(4, (await plain.GetRawMetricsAsync()).Count);
    }

    [Fact]
    public async Task Double_WithFourMembers_DrivesAnEngineWithoutAStore()
    {
        IMetricsCollector collector = Substitute.For<IMetricsCollector>();
        var record = new MetricRecord { Id = 1, Timestamp = Some.Time, Category = MetricCategory.Custom, Name = "x" };
        collector.GetMetricsAsync(Arg.Any<MetricQuery>(), Arg.Any<CancellationToken>()).Returns([record]);
        await using var engine = new AnalyticsEngine(collector, sessionManager: null);
        await engine.InitializeAsync();
        var metric = new AnalyticsEvent("x");
        await engine.TrackEventAsync(metric);
        await collector.Received(1).CollectAsync(metric, Arg.Any<CancellationToken>());
        Assert.Same(record, Assert.Single(await engine.GetRawMetricsAsync(7)));
        await collector.Received(1).GetMetricsAsync(Arg.Is<MetricQuery>(query => query.Limit == 7 && query.Order == RecordOrder.Descending), Arg.Any<CancellationToken>());
        await engine.FlushAsync();
        Assert.Same(collector, engine.Collector);
        Assert.True(engine.Health.IsHealthy);
    }

    [Fact]
    public async Task Initialize_SessionManagerThatRefuses_LeavesNothingRunning()
    {
        var sessions = Substitute.For<Shannon.Analytics.Sessions.ISessionManager>();
        sessions.Subscribe(Arg.Any<Shannon.Analytics.Sessions.ISessionListener>()).Returns(_ => throw new NotSupportedException("no listeners"));
        var time = new TimerCounter();
        await using var store = new SqliteStore(":memory:", new SqliteStoreOptions { TimeProvider = time });
        var engine = new AnalyticsEngine(new MetricsCollector(store), sessions);
        await Assert.ThrowsAsync<NotSupportedException>(() => engine.InitializeAsync());
        await Assert.ThrowsAsync<NotSupportedException>(() => engine.InitializeAsync());
        Assert.False(engine.Health.IsRunning);
        await engine.DisposeAsync();
        await store.DisposeAsync();
        Assert.Equal(0, time.Timers);
    }

    [Fact]
    public void Ctor_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => new AnalyticsEngine((IMetricStore)null!));
        Assert.Throws<ArgumentNullException>(() => new AnalyticsEngine(null!, sessionManager: null));
    }

    [Fact]
    public async Task BackgroundFault_IsCountedLoggedWithoutDataAndNeverThrown()
    {
        using var logs = new FakeLogCollectorFactory();
        IMetricStore store = Substitute.For<IMetricStore, IStateStore>();
        SqliteStore real = await _stores.OpenAsync();
        store.TimeProvider.Returns(_stores.Time);
        store.Intake.Returns(real.Intake);
        store.Observers.Returns(real.Observers);
        store.Health.Returns(new StoreHealth());
        store.FlushAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(new StoreFullException("disk full near user ada")));
        ((IStateStore)store).TryAcquireLeaseAsync(default!, default!, default, default).ReturnsForAnyArgs(new StateLease("background", "me", 1, Some.Time));
        await using var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions { LoggerFactory = logs });
        await engine.InitializeAsync();
        _stores.Time.Advance(TimeSpan.FromSeconds(60));
        await Until.True(() => engine.Health.BackgroundFailures == 1, "the failing pass");
        Assert.Equal((true, false, 0), (engine.Health.IsRunning, engine.Health.IsHealthy, engine.Health.BackgroundPasses));
        FakeLogRecord line = Assert.Single(logs.Collector.GetSnapshot());
        Assert.Contains("StoreFullException", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", line.Message, StringComparison.Ordinal);

        store.FlushAsync(Arg.Any<CancellationToken>()).Returns(Task.CompletedTask);
        await Until.True(() => engine.Health.LastPassAt is not null, "the pass to end");
        _stores.Time.Advance(TimeSpan.FromSeconds(60));
        await Until.True(() => engine.Health.BackgroundPasses == 1, "the next pass");
        Assert.True(engine.Health.IsHealthy);
    }

    private sealed class FakeLogCollectorFactory : Microsoft.Extensions.Logging.ILoggerFactory
    {
        public FakeLogCollector Collector { get; } = new();

        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider)
        {
        }

        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => new FakeLogger(Collector, categoryName);

        public void Dispose()
        {
        }
    }
}
