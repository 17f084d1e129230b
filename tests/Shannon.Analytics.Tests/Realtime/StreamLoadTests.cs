using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Realtime;

/// <summary>Many subscribers under load; a second or two here, as long as <c>SHANNON_STREAM_SECONDS</c> says in the long lane, which also demands the pace.</summary>
public class StreamLoadTests
{
    private const int RecordsPerSecond = 100_000;
    private static readonly bool IsLongLane = Environment.GetEnvironmentVariable("SHANNON_STREAM_SECONDS") is not null;
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
        IMetricStream slow = engine.StreamMetricsAsync(new() { Metrics = ["load"] }, Token);
        using var writing = new CancellationTokenSource();
        Task<long> slowReader = Task.Run(() => CountAsync(slow, TimeSpan.FromSeconds(1), writing.Token));
        int batches = (int)(Seconds * RecordsPerSecond / perBatch);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < batches; i++)
        {
            // The pace that is asked for, not the fastest possible.
            TimeSpan due = TimeSpan.FromSeconds(i * perBatch / (double)RecordsPerSecond) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due, Token);
            }

            await store.AppendColumnsAsync(Load(perBatch), cancellationToken: Token);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await writing.CancelAsync();
        await engine.DisposeAsync();
        long records = (long)batches * perBatch;
        Assert.All(await Task.WhenAll(readers), total => Assert.Equal(records, total));
        Assert.Equal(records, await slowReader);
        Assert.Equal(records, slow.Delivered + slow.Dropped);
        Assert.Equal(0, store.Health.ObserverFailures);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{records} records in {seconds:F1} s to {subscribers} subscribers; delivered {streams.Sum(stream => stream.Delivered)}, dropped {streams.Sum(stream => stream.Dropped)}; the slow one had {slow.Delivered} and was told of {slow.Dropped} dropped."));
        if (IsLongLane)
        {
            Assert.InRange(records / seconds, 0.95 * RecordsPerSecond, double.PositiveInfinity);
            Assert.All(streams, stream => Assert.Equal(0, stream.Dropped));
        }
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

    // With a pause, one message in that time for as long as records are written, then the rest at once.
    private static async Task<long> CountAsync(IMetricStream stream, TimeSpan pause = default, CancellationToken untilWritten = default)
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

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, untilWritten).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
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
