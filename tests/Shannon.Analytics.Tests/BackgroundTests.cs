using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests;

/// <summary>Background passes over a clock that the test moves.</summary>
public sealed class BackgroundTests : IAsyncDisposable
{
    private readonly StoreSource _stores = new(inMemory: false) { Options = new SqliteStoreOptions { FlushInterval = TimeSpan.FromMinutes(10) } };

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Pass_AtEveryInterval_Flushes()
    {
        SqliteStore store = _stores.New();
        await using var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions { CollectionInterval = TimeSpan.FromSeconds(30) });
        await engine.InitializeAsync();
        Assert.Null(engine.Health.LastPassAt);
        for (int pass = 1; pass <= 3; pass++)
        {
            Assert.True(engine.Collector.TryCollect(Some.Metric()));
            _stores.Time.Advance(TimeSpan.FromSeconds(29));
            Assert.Equal(pass - 1, store.Health.Ingest.Stored);
            _stores.Time.Advance(TimeSpan.FromSeconds(1));
            await Until.True(() => engine.Health.BackgroundPasses == pass, "the pass at the interval");
            Assert.Equal(pass, store.Health.Ingest.Stored);
            Assert.Equal(_stores.Time.GetUtcNow(), engine.Health.LastPassAt);
        }
    }

    [Fact]
    public async Task Pass_OfTwoEnginesOverOneFile_OneDoesTheExclusiveWork()
    {
        SqliteStore first = await _stores.OpenAsync();
        SqliteStore second = await _stores.OpenAsync();
        int byFirst = 0;
        int bySecond = 0;
        int everyone = 0;
        BackgroundRunner Runner(SqliteStore store, Action exclusive) => new(store, _stores.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TimeSpan.FromSeconds(60),
        [
            new("exclusive", Exclusive: true, _ =>
            {
                exclusive();
                return Task.CompletedTask;
            }),
            new("shared", Exclusive: false, _ =>
            {
                everyone++;
                return Task.CompletedTask;
            }),
        ]);
        BackgroundRunner leader = Runner(first, () => byFirst++);
        await using BackgroundRunner follower = Runner(second, () => bySecond++);
        for (int pass = 0; pass < 3; pass++)
        {
            await leader.RunPassAsync(CancellationToken.None);
            await follower.RunPassAsync(CancellationToken.None);
            _stores.Time.Advance(TimeSpan.FromSeconds(60));
        }

        Assert.Equal((3, 0, 6), (byFirst, bySecond, everyone));

        // Who stops gives the lease back: the other takes over with its next pass.
        await leader.DisposeAsync();
        await follower.RunPassAsync(CancellationToken.None);
        Assert.Equal((3, 1), (byFirst, bySecond));
    }

    [Fact]
    public async Task Pass_LeaderThatVanished_IsReplacedWhenItsLeaseEnds()
    {
        SqliteStore first = await _stores.OpenAsync();
        SqliteStore second = await _stores.OpenAsync();
        Assert.NotNull(await first.TryAcquireLeaseAsync("background", "a process that was killed", TimeSpan.FromSeconds(180)));
        int done = 0;
        await using var runner = new BackgroundRunner(second, _stores.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TimeSpan.FromSeconds(60), [new("work", true, _ =>
        {
            done++;
            return Task.CompletedTask;
        })]);
        await runner.RunPassAsync(CancellationToken.None);
        Assert.Equal(0, done);
        _stores.Time.Advance(TimeSpan.FromSeconds(180));
        await runner.RunPassAsync(CancellationToken.None);
        Assert.Equal((1, 2, 0), (done, runner.Passes, runner.Failures));
    }

    [Fact]
    public async Task Pass_OneJobFails_TheOthersRun()
    {
        SqliteStore store = await _stores.OpenAsync();
        int done = 0;
        bool fails = true;
        await using var runner = new BackgroundRunner(store, _stores.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TimeSpan.FromSeconds(60),
        [
            new("failing", false, _ => fails ? throw new InvalidDataException() : Task.CompletedTask),
            new("work", true, _ =>
            {
                done++;
                return Task.CompletedTask;
            }),
        ]);
        await runner.RunPassAsync(CancellationToken.None);
        Assert.Equal((1, 0, 1, true), (done, runner.Passes, runner.Failures, runner.IsFailing));
        fails = false;
        await runner.RunPassAsync(CancellationToken.None);
        Assert.Equal((2, 1, 1, false), (done, runner.Passes, runner.Failures, runner.IsFailing));
    }

    [Fact]
    public async Task Dispose_DuringAPass_CancelsItAndWaits()
    {
        SqliteStore store = await _stores.OpenAsync();
        var begun = new TaskCompletionSource();
        bool ended = false;
        var runner = new BackgroundRunner(store, _stores.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TimeSpan.FromSeconds(60), [new("endless", false, async token =>
        {
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                ended = true;
            }
        })]);
        runner.Start();
        _stores.Time.Advance(TimeSpan.FromSeconds(60));
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await runner.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(ended);
        Assert.Equal(0, runner.Failures);
    }

    [Fact]
    public async Task Engines_TwoOverOneFile_BothCollectAndOneTidies()
    {
        SqliteStore first = _stores.New();
        SqliteStore second = _stores.New();
        await using var one = new AnalyticsEngine(first);
        await using var two = new AnalyticsEngine(second);
        await one.InitializeAsync();
        await two.InitializeAsync();
        await one.TrackMetricAsync(Some.Metric());
        await two.TrackMetricAsync(Some.Metric());
        _stores.Time.Advance(TimeSpan.FromSeconds(60));
        await Until.True(() => one.Health.BackgroundPasses == 1 && two.Health.BackgroundPasses == 1, "both passes");
        Assert.Equal(2, (await one.GetRawMetricsAsync()).Count);
        Assert.Equal((0, 0), (one.Health.BackgroundFailures, two.Health.BackgroundFailures));
    }
}
