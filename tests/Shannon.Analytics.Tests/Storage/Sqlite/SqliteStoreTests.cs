using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Sqlite;

/// <summary>What concerns only the embedded store: its file, several objects over it, its options.</summary>
public sealed class SqliteStoreTests : IAsyncDisposable
{
    private readonly StoreSource _stores = new(inMemory: false);

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Ids_AcrossObjectsAndReopening_RiseAndAreNeverReused()
    {
        SqliteStore first = await _stores.OpenAsync();
        SqliteStore second = await _stores.OpenAsync();
        for (int i = 0; i < 6; i++)
        {
            await (i % 2 == 0 ? first : second).AppendAsync(Some.Metric(i) with { Key = new RecordKey("k", i) });
        }

        await first.DisposeAsync();
        await second.DisposeAsync();
        SqliteStore third = await _stores.OpenAsync();
        await third.AppendAsync(Some.Metric(6) with { Key = new RecordKey("k", 6) });
        await third.AppendAsync(Some.Metric(7));
        Assert.Equal([(7L, 6.0), (8, 7)], (await third.AllAsync()).Select(record => (record.Id, record.Value!.Value)));
    }

    [Fact]
    public async Task Objects_OverOneFile_SeeEachOthersWritesAtOnce()
    {
        SqliteStore first = await _stores.OpenAsync();
        SqliteStore second = await _stores.OpenAsync();
        await first.AppendAsync(Some.Metric(1) with { SessionId = "s" });
        Assert.Single(await second.AllAsync());
        await second.AppendAsync(new SessionMetric { SessionId = "s", UserId = "ada" });
        Assert.Equal(2, (await first.AllAsync(new MetricQuery { UserId = "ada" })).Count);
        await second.AppendAsync(new SessionMetric("renamed") { SessionId = "s", UserId = "grace", Timestamp = Some.Time.AddDays(1) });
        Assert.Equal("grace", (await first.AllAsync())[0].UserId);
    }

    [Fact]
    public async Task Writers_ManyInTwoObjects_LoseNothingAndShareNoId()
    {
        SqliteStore[] stores = [await _stores.OpenAsync(), await _stores.OpenAsync()];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                SqliteStore store = stores[writer % 2];
                await (i % 5 == 0
                    ? store.AppendBatchAsync([.. Enumerable.Repeat(Some.Metric(writer), 300)])
                    : store.AppendAsync(Some.Metric(writer) with { SessionId = "s" + i }));
            }
        })));
        foreach (SqliteStore store in stores)
        {
            IReadOnlyList<MetricRecord> records = await store.AllAsync();
            Assert.Equal(8 * ((10 * 300) + 40), records.Count);
            Assert.Equal(Enumerable.Range(1, records.Count).Select(id => (long)id), records.Select(record => record.Id).Order());
            Assert.All(records.GroupBy(record => record.Value), group => Assert.Equal(3040, group.Count()));
        }

        Assert.Equal(8 * 3040, stores.Sum(store => store.AssertClosed().Stored));
    }

    [Fact]
    public async Task Readers_WhileOthersWrite_SeeWholeBatchesAndAllThatWasAcknowledged()
    {
        SqliteStore[] stores = [await _stores.OpenAsync(), await _stores.OpenAsync()];
        int acknowledged = 0;
        bool done = false;
        async Task Write()
        {
            for (int i = 0; i < 150; i++)
            {
                await stores[i % 2].AppendBatchAsync([.. Enumerable.Repeat(Some.Metric(i) with { SessionId = "s" + (i % 7), Timestamp = Some.Time }, 10)]);
                Interlocked.Add(ref acknowledged, 10);
            }

            Volatile.Write(ref done, true);
        }

        async Task ReadOften(SqliteStore store)
        {
            while (!Volatile.Read(ref done))
            {
                int before = Volatile.Read(ref acknowledged);
                IReadOnlyList<MetricRecord> records = await store.AllAsync();
                Assert.True(records.Count >= before);
                Assert.Equal(0, records.Count % 10);
                Assert.Equal(Enumerable.Range(1, records.Count).Select(id => (long)id), records.Select(record => record.Id));
            }
        }

        await Task.WhenAll([Task.Run(Write), .. Enumerable.Range(0, 4).Select(i => Task.Run(() => ReadOften(stores[i % 2])))]).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Checkpoint_NoReaders_EmptiesTheLog()
    {
        SqliteStore store = await _stores.OpenAsync();
        await store.AppendBatchAsync([.. Enumerable.Repeat(Some.Metric(), 1000)]);
        Assert.NotEqual(0, new FileInfo(_stores.Path + "-wal").Length);
        Assert.True(await store.CheckpointAsync());
        Assert.Equal(0, new FileInfo(_stores.Path + "-wal").Length);
        Assert.Equal(1000, (await store.AllAsync()).Count);
    }

    [Fact]
    public async Task Cache_StaysUnderItsBound()
    {
        SqliteStore store = new(_stores.Path, new SqliteStoreOptions { CacheBytes = 200_000 });
        await using (store)
        {
            await store.InitializeAsync();
            for (int i = 0; i < 100; i++)
            {
                await store.AppendBatchAsync([.. Enumerable.Repeat(Some.Metric(i) with { Attributes = new AttributeSet { ["a"] = "text" } }, 100)]);
            }

            Assert.Equal(10_000, (await store.AllAsync()).Count);
            Assert.InRange(store.Health.CacheBytes, 1, 200_000);
            Assert.True(store.Health.CacheMisses >= 100);
            Assert.True(store.Health.Commits >= 100);
            Assert.True(store.Health.BlockBytesWritten > 0);
        }
    }

    [Fact]
    public void Options_SeveralWrong_AreReportedTogether()
    {
        InvalidOptionsException error = Assert.Throws<InvalidOptionsException>(() => new SqliteStore("x.db", new SqliteStoreOptions
        {
            BusyTimeout = TimeSpan.FromDays(1),
            FlushInterval = TimeSpan.Zero,
            CacheBytes = -1,
            ReaderThreads = 65,
            TimeProvider = null!,
        }));
        Assert.Equal(5, error.Errors.Count);
        Assert.Equal(["BusyTimeout", "FlushInterval", "CacheBytes", "ReaderThreads", "TimeProvider"], error.Errors.Select(line => line.Split(' ')[0]));
        Assert.All(error.Errors, line => Assert.Contains(line, error.Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => new SqliteStore(" "));
    }

    [Theory]
    [InlineData(0, 10, 0L, 1)]
    [InlineData(600_000, 600_000, 16L << 30, 64)]
    public void Options_AtTheBounds_AreFine(int busy, int flush, long cache, int readers) =>
        Assert.NotNull(new SqliteStore("x.db", new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(busy), FlushInterval = TimeSpan.FromMilliseconds(flush), CacheBytes = cache, ReaderThreads = readers }));

    [Fact]
    public async Task Initialize_ThatFails_LeavesNothingBehindAndCannotBeRepeated()
    {
        using var folder = new TempFolder();
        var time = new TimerCounter();
        var store = new SqliteStore(Path.Combine(folder.FullPath, "missing", "store.db"), new SqliteStoreOptions { TimeProvider = time });
        await Assert.ThrowsAsync<StoreAccessException>(() => store.InitializeAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.InitializeAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.AppendAsync(Some.Metric()));
        await store.DisposeAsync();

        // A timer would keep the failed store alive for ever.
        Assert.Equal(0, time.Timers);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public async Task Timers_OfAnOpenStore_EndWithIt()
    {
        using var folder = new TempFolder();
        var time = new TimerCounter();
        var store = new SqliteStore(folder.File("store.db"), new SqliteStoreOptions { TimeProvider = time });
        Assert.Equal(0, time.Timers);
        await store.InitializeAsync();
        Assert.Equal(1, time.Timers);
        await store.DisposeAsync();
        Assert.Equal(0, time.Timers);
    }
}
