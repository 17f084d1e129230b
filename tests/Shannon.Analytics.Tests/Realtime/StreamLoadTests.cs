using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Realtime;

/// <summary>Many subscribers under load; a second or two here, as long as <c>SHANNON_STREAM_SECONDS</c> says in the long lane.</summary>
public class StreamLoadTests
{
    private static readonly double Seconds = double.Parse(Environment.GetEnvironmentVariable("SHANNON_STREAM_SECONDS") ?? "1", CultureInfo.InvariantCulture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HundredSubscribers_AtAHundredThousandRecordsPerSecond_AccountForEveryRecord()
    {
        const int subscribers = 100;
        const int perBatch = 1_000;
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync(Token);
        IMetricStream[] streams = [.. Enumerable.Range(0, subscribers).Select(_ => engine.StreamMetricsAsync(new() { Metrics = ["load"] }, Token))];
        Task<long>[] readers = [.. streams.Select(stream => Task.Run(() => CountAsync(stream)))];
        int batches = (int)(Seconds * 100_000 / perBatch);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < batches; i++)
        {
            // The pace that is asked for, not the fastest possible.
            TimeSpan due = TimeSpan.FromSeconds(i * perBatch / 100_000.0) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due, Token);
            }

            await store.AppendColumnsAsync(Load(perBatch), cancellationToken: Token);
        }

        TimeSpan writing = Stopwatch.GetElapsedTime(start);
        await engine.DisposeAsync();
        long[] totals = await Task.WhenAll(readers);
        Assert.All(totals, total => Assert.Equal((long)batches * perBatch, total));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(long)batches * perBatch} records in {writing.TotalSeconds:F1} s to {subscribers} subscribers; delivered {streams.Sum(stream => stream.Delivered)}, dropped {streams.Sum(stream => stream.Dropped)}."));
        Assert.Equal(0, store.Health.ObserverFailures);
    }

    [Fact]
    public async Task SlowSubscriber_BesideFastOnes_DelaysNobodyAndItsGapsAddUp()
    {
        const int records = 20_000;
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync(Token);
        IMetricStream slow = engine.StreamMetricsAsync(new() { Capacity = 100 }, Token);
        await using IAsyncEnumerator<MetricStreamItem> slowReader = slow.GetAsyncEnumerator(Token);
        IMetricStream[] fast = [.. Enumerable.Range(0, 5).Select(_ => engine.StreamMetricsAsync(new() { Capacity = 50_000 }, Token))];
        Task<long>[] readers = [.. fast.Select(stream => Task.Run(() => CountAsync(stream)))];

        // The slow one takes one item for every two thousand that are written: as one per second beside 2,000 per second.
        long seen = 0;
        for (int i = 0; i < records / 2_000; i++)
        {
            await store.AppendColumnsAsync(Load(2_000), cancellationToken: Token);
            Assert.True(await slowReader.MoveNextAsync());
            seen += slowReader.Current.IsGap ? slowReader.Current.Missed : 1;
        }

        // The fast ones have everything although the slow one has not read on.
        await Until.True(() => fast.All(stream => stream.Delivered == records), "the fast ones have all records");
        Assert.All(fast, stream => Assert.Equal(0, stream.Dropped));
        await engine.DisposeAsync();
        while (await slowReader.MoveNextAsync())
        {
            seen += slowReader.Current.IsGap ? slowReader.Current.Missed : 1;
        }

        Assert.Equal(records, seen);
        Assert.Equal(records, slow.Delivered + slow.Dropped);
        Assert.True(slow.Dropped > records / 2);
        await Task.WhenAll(readers);
    }

    private static async Task<long> CountAsync(IMetricStream stream)
    {
        long total = 0;
        long last = 0;
        await foreach (MetricStreamItem item in stream)
        {
            total += item.IsGap ? item.Missed : 1;
            if (!item.IsGap)
            {
                Assert.True(item.Record.Id > last);
                last = item.Record.Id;
            }
        }

        return total;
    }

    private static ColumnBatch Load(int count) => new()
    {
        Count = count,
        Category = MetricCategory.Custom,
        Names = TextValues.Constant("load"),
        Measurements = [new("value", Some.Make(count, i => (double)i))],
    };
}
