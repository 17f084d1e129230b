using Shannon.Analytics.Collection;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Collection;

public sealed class TryCollectTests : IAsyncDisposable
{
    private readonly StoreSource _stores = new(inMemory: true) { Options = new SqliteStoreOptions { FlushInterval = TimeSpan.FromSeconds(1) } };

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task TryCollect_BeforeTheInterval_IsNotStored_AfterItIs()
    {
        SqliteStore store = await _stores.OpenAsync();
        var collector = new MetricsCollector(store);
        Assert.True(collector.TryCollect(Some.Metric(1)));
        _stores.Time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Empty(await collector.GetMetricsAsync());
        Assert.Equal(1, store.Health.Ingest.Pending);
        _stores.Time.Advance(TimeSpan.FromSeconds(0.001));
        await Until.True(() => store.Health.Ingest.Stored == 1, "the flush at the interval");
        Assert.Equal(Some.Time, Assert.Single(await collector.GetMetricsAsync()).Timestamp);
        store.AssertClosed();
    }

    [Fact]
    public async Task TryCollect_FullBuffer_ReturnsFalseAndCounts()
    {
        SqliteStore store = await _stores.OpenAsync();
        var collector = new MetricsCollector(store);
        store.Intake.Restrict(capacity: 8, batchSize: 3);
        using var gate = new Gate(store);
        int accepted = 0;
        for (int i = 0; i < 20; i++)
        {
            accepted += collector.TryCollect(Some.Metric(i)) ? 1 : 0;
        }

        Assert.Equal(8, accepted);
        IngestCounts counts = store.Health.Ingest;
        Assert.Equal((20, 12, 8), (counts.Offered, counts.Dropped, counts.Pending));
        gate.Open();
        await store.FlushAsync();
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (double)i), (await collector.GetMetricsAsync()).Select(record => record.Value!.Value));
        Assert.Equal(12, store.AssertClosed().Dropped);
        Assert.True(collector.TryCollect(Some.Metric()));
    }

    [Fact]
    public async Task TryCollect_HalfFull_FlushesWithoutAnInterval()
    {
        SqliteStore store = await _stores.OpenAsync();
        store.Intake.Restrict(capacity: 10, batchSize: 100);
        for (int i = 0; i < 5; i++)
        {
            Assert.True(store.Intake.TryAdd(Some.Metric(i)));
        }

        await Until.True(() => store.Health.Ingest.Stored == 5, "the flush of a buffer that is half full");
    }

    [Fact]
    public async Task TryCollect_ManyThreads_EveryRecordIsStoredOrCounted()
    {
        SqliteStore store = await _stores.OpenAsync();
        store.Intake.Restrict(capacity: 500, batchSize: 50);
        int accepted = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(producer => Task.Run(() =>
        {
            for (int i = 0; i < 5000; i++)
            {
                Interlocked.Add(ref accepted, store.Intake.TryAdd(Some.Metric(producer)) ? 1 : 0);
            }
        })));
        await store.FlushAsync();
        IngestCounts counts = store.AssertClosed();
        Assert.Equal((40_000, accepted, 40_000 - accepted), (counts.Offered, counts.Stored, counts.Dropped));
        Assert.Equal(accepted, (await store.AllAsync()).Count);
    }

    [Fact]
    public void Restrict_SeveralWishes_TheStricterWinsEachTime()
    {
        SqliteStore store = _stores.New();
        Assert.Equal((RecordIntake.DefaultCapacity, RecordIntake.DefaultBatchSize), (store.Intake.Capacity, store.Intake.BatchSize));
        store.Intake.Restrict(20_000, 700);
        Assert.Equal((20_000, 700), (store.Intake.Capacity, store.Intake.BatchSize));
        store.Intake.Restrict(30_000, 50);
        Assert.Equal((20_000, 50), (store.Intake.Capacity, store.Intake.BatchSize));
    }

    /// <summary>Regression: who awaited a flush went on inside the chain of flushes, and blocking there, as a synchronous disposal does, kept the next one from ever beginning.</summary>
    [Fact]
    public async Task Flush_CallerBlocksOnTheNextOne_BothComplete()
    {
        SqliteStore store = await _stores.OpenAsync();
        using var gate = new Gate(store);
        Assert.True(store.Intake.TryAdd(Some.Metric(1)));
        Task<bool> blocking = BlockOnNextAsync(store.FlushAsync());
        Task second = store.FlushAsync();
        gate.Open();
        Assert.True(await blocking);
        await second;

        async Task<bool> BlockOnNextAsync(Task first)
        {
            await first.ConfigureAwait(false);
#pragma warning disable CA1849, xUnit1031 // A caller that blocks is what this is about.
            return store.FlushAsync().Wait(TimeSpan.FromSeconds(30));
#pragma warning restore CA1849, xUnit1031
        }
    }

    /// <summary>Holds the writer up, so that buffers fill.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new();

        public Gate(SqliteStore store)
        {
            using var entered = new ManualResetEventSlim();
            _ = store.WriteAsync(
                _ =>
                {
                    entered.Set();
                    _open.Wait();
                    return 0;
                },
                inTransaction: false,
                CancellationToken.None);
            entered.Wait();
        }

        public void Open() => _open.Set();

        public void Dispose() => Open();
    }
}
