using System.Collections.Concurrent;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>Closing at any moment loses nothing acknowledged and leaves no one waiting.</summary>
public abstract class DisposalTests : TestsOverStores
{
    private protected DisposalTests(StoreSource stores)
        : base(stores)
    {
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Dispose_WhileEveryoneWrites_WhatWasAcknowledgedIsThere(int seed)
    {
        SqliteStore store = await Stores.OpenAsync();
        var acknowledged = new ConcurrentBag<double>();
        int started = 0;
        async Task Produce(int producer)
        {
            var random = new Random((seed * 100) + producer);
            try
            {
                for (int i = 0; ; i++)
                {
                    double mark = (producer * 1_000_000) + i;
                    Interlocked.Increment(ref started);
                    switch (random.Next(4))
                    {
                        case 0:
                            await store.AppendAsync(Some.Metric(mark));
                            acknowledged.Add(mark);
                            break;
                        case 1:
                            await store.AppendBatchAsync([Some.Metric(mark), Some.Metric(mark)]);
                            acknowledged.Add(mark);
                            acknowledged.Add(mark);
                            break;
                        case 2:
                            if (store.Intake.TryAdd(Some.Metric(mark)))
                            {
                                acknowledged.Add(mark);
                            }

                            break;
                        default:
                            await store.ReadPageAsync(MetricQuery.All, 10);
                            break;
                    }
                }
            }
            catch (ObjectDisposedException)
            {
                // What closing tells everyone, and the only thing.
            }
        }

        Task[] producers = [.. Enumerable.Range(0, 6).Select(producer => Task.Run(() => Produce(producer)))];
        int moment = new Random(seed).Next(20, 400);
        await Until.True(() => Volatile.Read(ref started) > moment, "producers to begin");
        await Task.WhenAll(Task.Run(async () => await store.DisposeAsync()), Task.Run(async () => await store.DisposeAsync())).WaitAsync(TimeSpan.FromMinutes(1));
        await Task.WhenAll(producers).WaitAsync(TimeSpan.FromMinutes(1));
        IngestCounts counts = store.AssertClosed();
        Assert.Equal(acknowledged.Count, counts.Stored);
        if (Stores.IsShared)
        {
            SqliteStore again = await Stores.OpenAsync();
            Assert.Equal(acknowledged.Order(), (await again.AllAsync()).Select(record => record.Value!.Value).Order());
        }
    }

    [Fact]
    public async Task Dispose_RightAfterStartingWrites_SettlesEachOfThem()
    {
        for (int round = 0; round < 20; round++)
        {
            SqliteStore store = await Stores.OpenAsync();
            long before = (await store.DescribeAsync()).Records;
            Task<AppendResult>[] writes = [.. Enumerable.Range(0, 10).Select(_ => store.AppendAsync(Some.Metric()).AsTask())];
            await store.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));
            await Task.WhenAll(writes).WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(10, store.AssertClosed().Stored);
            Assert.Equal(Stores.IsShared ? 10 * round : 0, before);
        }
    }

    [Fact]
    public async Task Dispose_BeforeAnythingWasWritten_IsFine()
    {
        SqliteStore store = await Stores.OpenAsync();
        await store.DisposeAsync();
        if (Stores.IsShared)
        {
            File.Delete(Stores.Path);
            Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Stores.Path)!));
        }
    }
}
