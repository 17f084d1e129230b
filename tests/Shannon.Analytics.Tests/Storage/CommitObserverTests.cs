using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>What every store tells its observers of commits; each kind of store runs it.</summary>
public abstract class CommitObserverTests : IAsyncDisposable
{
    private protected CommitObserverTests(StoreSource stores) => Stores = stores;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected StoreSource Stores { get; }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Committed_AnyInput_IsWhatTheStoreReadsBackAndThereWhenTheCallReturns(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        var seen = new CommitCollector();
        using IDisposable subscription = store.Observers.Add(seen);
        long last = 0;
        for (int round = 0; round < 60; round++)
        {
            switch (random.Next(4))
            {
                case 0:
                    await store.AppendAsync(Some.Input(random), Token);
                    break;
                case 1:
                    await store.AppendColumnsAsync(Some.Columns(random, random.Next(1, 400)), cancellationToken: Token);
                    break;
                default:
                    await store.AppendBatchAsync(Some.Make(random.Next(1, 400), _ => Some.Input(random) with { Key = random.Next(3) == 0 ? new RecordKey("k" + random.Next(40), random.Next(50)) : null }), cancellationToken: Token);
                    break;
            }

            IReadOnlyList<CommittedRecord> now = [.. seen.Seen.Where(item => item.Record.Id > last)];
            var stored = await store.ReadChangesAsync(last, MetricLimits.MaxListCount, Token);
            Assert.Equal(stored.Select(change => (change.Record, change.Replaces)), now.Select(item => (item.Record, item.Replaces)));
            last = now.Count == 0 ? last : now[^1].Record.Id;
        }

        Assert.Equal(seen.Seen.Select(item => item.Record.Id).Order(), seen.Seen.Select(item => item.Record.Id));
        Assert.Equal(0, store.Health.ObserverFailures);
    }

    [Fact]
    public async Task Committed_ManyWriters_ComeInTheOrderOfTheirIdsEachOnce()
    {
        SqliteStore store = await Stores.OpenAsync();
        var seen = new CommitCollector();
        using IDisposable subscription = store.Observers.Add(seen);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 20; i++)
            {
                await store.AppendAsync(Some.Metric(writer), Token);
                await store.AppendBatchAsync(Some.Make(writer % 2 == 0 ? 3 : 300, _ => Some.Metric(writer)), cancellationToken: Token);
            }
        })));
        Assert.Equal(Enumerable.Range(1, 20 * ((40 * 1) + (20 * 3) + (20 * 300))).Select(id => (long)id), seen.Seen.Select(item => item.Record.Id));
    }

    [Fact]
    public async Task Committed_FireAndForgetAndRecorders_AppearAfterTheFlush()
    {
        SqliteStore store = await Stores.OpenAsync();
        var seen = new CommitCollector();
        using IDisposable subscription = store.Observers.Add(seen);
        var collector = new MetricsCollector(store);
        Assert.True(collector.TryCollect(Some.Metric(1)));
        await using MetricRecorder recorder = collector.CreateRecorder(new MetricRecorderOptions { Name = "queue_depth" });
        recorder.Record(2);
        await store.FlushAsync(Token);
        Assert.Equal(["build", "queue_depth"], seen.Seen.Select(item => item.Record.Name).Order());
    }

    [Fact]
    public async Task Committed_BetterCopy_NamesWhatItReplaces_AndDuplicatesAreNotTold()
    {
        SqliteStore store = await Stores.OpenAsync();
        var seen = new CommitCollector();
        using IDisposable subscription = store.Observers.Add(seen);
        foreach (long rank in (long[])[1, 1, 3, 2])
        {
            await store.AppendAsync(Some.Metric(rank) with { Key = new RecordKey("k", rank) }, Token);
        }

        Assert.Equal([(1.0, null), (3, 1)], seen.Seen.Select(item => (item.Record.Value!.Value, item.Replaces)));
    }

    [Fact]
    public async Task Committed_SessionDescribedBefore_GivesItsAttributesToRecordsWithoutTheirOwn()
    {
        SqliteStore store = await Stores.OpenAsync();
        var seen = new CommitCollector();
        using IDisposable subscription = store.Observers.Add(seen);
        await store.AppendAsync(new SessionMetric("session_start") { SessionId = "s", UserId = "ada", Project = "/one", Model = "opus" }, Token);
        await store.AppendBatchAsync([Some.Metric() with { SessionId = "s" }, Some.Metric() with { SessionId = "s", UserId = "grace" }, Some.Metric()], cancellationToken: Token);
        Assert.Equal(["ada", "ada", "grace", null], seen.Seen.Select(item => item.Record.UserId));
        Assert.Equal(["opus", "opus", "opus", null], seen.Seen.Select(item => item.Record.Model));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Committed_History_IsMarked(int count)
    {
        SqliteStore store = await Stores.OpenAsync();
        var seen = new CommitCollector();
        using IDisposable subscription = store.Observers.Add(seen);
        await store.AppendBatchAsync(Some.Make(count, i => Some.Metric(i)), AppendOptions.History, Token);
        await store.AppendColumnsAsync(new ColumnBatch { Count = count, Category = MetricCategory.Custom, Names = TextValues.Constant("m"), Measurements = [new("value", Some.Make(count, i => (double)i))] }, AppendOptions.History, Token);
        await store.AppendBatchAsync(Some.Make(count, i => Some.Metric(i)), AppendOptions.Live, Token);
        Assert.Equal([.. Enumerable.Repeat(true, 2 * count), .. Enumerable.Repeat(false, count)], seen.Seen.Select(item => item.IsHistory));
        Assert.Equal(3 * count, (await store.AllAsync()).Count);
    }

    [Fact]
    public async Task Observer_Throwing_IsCountedAndHarmsNobody()
    {
        SqliteStore store = await Stores.OpenAsync();
        var seen = new CommitCollector();
        using IDisposable failing = store.Observers.Add(new FailingObserver());
        using IDisposable subscription = store.Observers.Add(seen);
        Assert.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(Some.Metric(), Token));
        Assert.Equal(new AppendResult(2, 0, 0), await store.AppendBatchAsync([Some.Metric(), Some.Metric()], cancellationToken: Token));
        Assert.Equal((2, 3), ((int)store.Health.ObserverFailures, seen.Seen.Count));
        Assert.Equal(3, store.AssertClosed().Stored);
    }

    [Fact]
    public async Task Observer_Removed_IsToldNoMore()
    {
        SqliteStore store = await Stores.OpenAsync();
        var seen = new CommitCollector();
        using (store.Observers.Add(seen))
        {
            await store.AppendAsync(Some.Metric(1), Token);
        }

        await store.AppendAsync(Some.Metric(2), Token);
        Assert.True(store.Observers.IsEmpty);
        Assert.Equal([1.0], seen.Seen.Select(item => item.Record.Value!.Value));
    }

    [Fact]
    public async Task Batch_AfterTheCall_RefusesToBeRead()
    {
        SqliteStore store = await Stores.OpenAsync();
        var seen = new CommitCollector();
        using IDisposable subscription = store.Observers.Add(seen);
        await store.AppendAsync(Some.Metric(), Token);
        Assert.Throws<InvalidOperationException>(() => seen.Last![0]);
        Assert.Throws<InvalidOperationException>(() => seen.Last!.IdAt(0));
    }

    [Fact]
    public async Task Observer_AddedWhileOthersWrite_MissesNothingThatALaterSnapshotLacks()
    {
        SqliteStore store = await Stores.OpenAsync();
        using var stop = new CancellationTokenSource();
        Task[] writers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await store.AppendAsync(Some.Metric(), Token);
            }
        }))];
        for (int round = 0; round < 25; round++)
        {
            var seen = new CommitCollector();
            using IDisposable subscription = store.Observers.Add(seen);
            long[] before = [.. (await store.AllAsync()).Select(record => record.Id)];
            await store.AppendAsync(Some.Metric(), Token);
            long end = seen.Seen[^1].Record.Id;
            long[] joined = [.. before.Concat(seen.Seen.Select(item => item.Record.Id)).Where(id => id <= end).Distinct().Order()];
            Assert.Equal(Enumerable.Range(1, (int)end).Select(id => (long)id), joined);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    private sealed class FailingObserver : ICommitObserver
    {
        public void OnCommitted(CommittedRecords committed) => throw new InvalidDataException("An observer's own fault.");
    }
}
