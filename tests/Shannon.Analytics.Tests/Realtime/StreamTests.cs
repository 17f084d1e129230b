using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Realtime;

public sealed class StreamTests : EngineTests
{
    private int _observersBefore;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _observersBefore = Store.Observers.Count;
    }

    [Fact]
    public async Task Stream_FromTheCallOn_YieldsWhatIsCommittedBeforeItIsRead()
    {
        await TrackAsync(0);
        IMetricStream stream = Engine.StreamMetricsAsync(cancellationToken: Token);
        await TrackAsync(1, 2);
        await Engine.DisposeAsync();
        double[] values = await ValuesAsync(stream);
        Assert.Equal([1.0, 2], values);
        Assert.Equal((2, 0), (stream.Delivered, stream.Dropped));
    }

    [Fact]
    public async Task Stream_WaitingForRecords_IsWokenByThem()
    {
        await using IMetricStream stream = Engine.StreamMetricsAsync(cancellationToken: Token);
        await using IAsyncEnumerator<MetricStreamItem> reader = stream.GetAsyncEnumerator(Token);
        for (int i = 0; i < 100; i++)
        {
            ValueTask<bool> next = reader.MoveNextAsync();
            Assert.False(next.IsCompleted);
            await TrackAsync(i);
            Assert.True(await next);
            Assert.Equal(i, reader.Current.Record!.Value);
        }
    }

    [Fact]
    public async Task Stream_WithFilters_YieldsOnlyWhatMatches()
    {
        var requests = new Dictionary<string, MetricStreamRequest>
        {
            ["all"] = new() { Metrics = ["all"] },
            ["names"] = new() { Metrics = ["response_time", "token_usage"] },
            ["category"] = new() { Metrics = [MetricCategory.Error] },
            ["measurement"] = new() { Metrics = ["token_usage.prompt_tokens"] },
            ["cost"] = new() { Metrics = ["cost"] },
            ["error_rate"] = new() { Metrics = ["error_rate"] },
            ["session"] = new() { SessionId = "s1" },
            ["user"] = new() { UserId = "ada" },
            ["project"] = new() { Project = "/one", Metrics = ["response_time"] },
        };
        Dictionary<string, IMetricStream> streams = requests.ToDictionary(pair => pair.Key, pair => Engine.StreamMetricsAsync(pair.Value, Token));
        await Engine.TrackEventAsync(new AnalyticsEvent("session_start") { SessionId = "s1", UserId = "ada", Project = "/one" }, Token);
        await Engine.Collector.CollectBatchAsync(
            [
                new PerformanceMetric("response_time", 1) { SessionId = "s1" },
                new PerformanceMetric("response_time", 2) { SessionId = "s2", UserId = "grace" },
                new TokenMetric { PromptTokens = 3, SessionId = "s2" },
                new TokenMetric { TotalTokens = 4, Cost = 0.5m },
                new ErrorMetric("Timeout") { SessionId = "s1" },
                new AnalyticsEvent("prompt_execution") { SessionId = "s2", ["duration"] = 5, ["tokens"] = 6 },
            ],
            Token);
        await Engine.DisposeAsync();
        var names = new Dictionary<string, string>();
        foreach (var (key, stream) in streams)
        {
            names[key] = string.Join(' ', (await ItemsAsync(stream)).Select(item => item.Record!.Id));
        }

        Assert.Equal("1 2 3 4 5 6 7", names["all"]);
        Assert.Equal("2 3 4 5 7", names["names"]);
        Assert.Equal("6", names["category"]);
        Assert.Equal("4", names["measurement"]);
        Assert.Equal("5", names["cost"]);
        Assert.Equal("2 3 6 7", names["error_rate"]);
        Assert.Equal("1 2 6", names["session"]);
        Assert.Equal("1 2 6", names["user"]);
        Assert.Equal("2", names["project"]);
    }

    [Fact]
    public async Task DropOldest_WhenFull_CountsTheGapAndGoesOnWithTheNewest()
    {
        IMetricStream stream = Engine.StreamMetricsAsync(new() { Capacity = 5 }, Token);
        await TrackAsync(Numbers(0, 12));
        await Engine.DisposeAsync();
        Assert.Equal(["gap 7", "7", "8", "9", "10", "11"], (await ItemsAsync(stream)).Select(Text));
        Assert.Equal((5, 7), (stream.Delivered, stream.Dropped));
    }

    [Fact]
    public async Task DropNewest_WhenFull_KeepsTheOldestAndCountsTheGapBehindThem()
    {
        IMetricStream stream = Engine.StreamMetricsAsync(new() { Capacity = 3, Overflow = StreamOverflow.DropNewest }, Token);
        await using IAsyncEnumerator<MetricStreamItem> reader = stream.GetAsyncEnumerator(Token);
        await TrackAsync(Numbers(0, 5));
        Assert.Equal(["0", "1", "2", "gap 2"], await TakeAsync(reader, 4));
        await TrackAsync(Numbers(5, 2));
        Assert.Equal(["5", "6"], await TakeAsync(reader, 2));
        Assert.Equal((5, 2), (stream.Delivered, stream.Dropped));
    }

    [Fact]
    public async Task Wait_WhenFull_KeepsWhatFindsRoomInTimeAndDropsTheRest()
    {
        IMetricStream stream = Engine.StreamMetricsAsync(new() { Capacity = 2, Overflow = StreamOverflow.Wait, WaitTimeout = TimeSpan.FromSeconds(1) }, Token);
        await using IAsyncEnumerator<MetricStreamItem> reader = stream.GetAsyncEnumerator(Token);

        // Two in the queue, two that wait, one that finds no room to wait.
        await TrackAsync(Numbers(0, 5));
        Source.Time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(["0", "1", "2", "3", "gap 1"], await TakeAsync(reader, 5));
        await TrackAsync(Numbers(5, 4));
        Source.Time.Advance(TimeSpan.FromSeconds(1.1));
        await TrackAsync(9);
        Assert.Equal(["5", "6", "gap 2", "9"], await TakeAsync(reader, 4));
        Assert.Equal((7, 3), (stream.Delivered, stream.Dropped));
    }

    [Theory]
    [InlineData(StreamOverflow.DropOldest)]
    [InlineData(StreamOverflow.DropNewest)]
    [InlineData(StreamOverflow.Wait)]
    public async Task Gaps_WhateverTheReaderAndWriterDo_AddUpExactlyAndKeepTheOrder(StreamOverflow overflow)
    {
        foreach (int seed in Enumerable.Range(1, 8))
        {
            var random = new Random(seed);
            var request = new MetricStreamRequest { Capacity = random.Next(1, 40), Overflow = overflow, WaitTimeout = TimeSpan.FromSeconds(1) };
            IMetricStream stream = Engine.StreamMetricsAsync(request, Token);
            await using IAsyncEnumerator<MetricStreamItem> reader = stream.GetAsyncEnumerator(Token);
            int written = 0;
            double expected = 0;
            for (int round = 0; round < 40; round++)
            {
                int count = random.Next(0, 60);
                await TrackAsync(Numbers(written, count));
                written += count;
                Source.Time.Advance(TimeSpan.FromSeconds(random.NextDouble()));
                for (int reads = random.Next(0, 60); reads > 0 && expected < written && round < 39; reads--)
                {
                    await ReadAsync();
                }
            }

            while (expected < written)
            {
                await ReadAsync();
            }

            Assert.Equal(written, stream.Delivered + stream.Dropped);

            // Gaps stand exactly where records are missing, so each record's number is what was delivered and missed before it.
            async Task ReadAsync()
            {
                Assert.True(await reader.MoveNextAsync());
                if (!reader.Current.IsGap)
                {
                    Assert.Equal(expected, reader.Current.Record.Value);
                }

                expected += reader.Current.IsGap ? reader.Current.Missed : 1;
            }
        }
    }

    [Fact]
    public async Task Corrections_NameWhatTheyReplace_AndHistoryStaysOutUnlessAsked()
    {
        IMetricStream live = Engine.StreamMetricsAsync(cancellationToken: Token);
        IMetricStream all = Engine.StreamMetricsAsync(new() { IncludeHistory = true }, Token);
        await TrackAsync(Some.Metric(1) with { Key = new RecordKey("k", 1) });
        await TrackAsync(Some.Metric(2) with { Key = new RecordKey("k", 2) });
        await Store.AppendBatchAsync([Some.Metric(3)], AppendOptions.History, Token);
        await Engine.DisposeAsync();
        Assert.Equal([(1.0, null), (2, 1)], (await ItemsAsync(live)).Select(item => (item.Record!.Value!.Value, item.Replaces)));
        double[] values = await ValuesAsync(all);
        Assert.Equal([1.0, 2, 3], values);
    }

    [Fact]
    public async Task Stream_Cancelled_ThrowsAndLeaves()
    {
        using var stop = new CancellationTokenSource();
        IMetricStream stream = Engine.StreamMetricsAsync(cancellationToken: stop.Token);
        await using (IAsyncEnumerator<MetricStreamItem> reader = stream.GetAsyncEnumerator(Token))
        {
            ValueTask<bool> next = reader.MoveNextAsync();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.MoveNextAsync());
        }

        Assert.Equal(_observersBefore, Store.Observers.Count);
    }

    [Fact]
    public async Task Stream_BrokenOffOrDisposed_Unsubscribes()
    {
        IMetricStream broken = Engine.StreamMetricsAsync(cancellationToken: Token);
        IMetricStream disposed = Engine.StreamMetricsAsync(cancellationToken: Token);
        await TrackAsync(1);
        await foreach (MetricStreamItem item in broken)
        {
            Assert.Equal(1, item.Record!.Value);
            break;
        }

        Assert.True(Store.Observers.Count > _observersBefore);
        await disposed.DisposeAsync();
        await disposed.DisposeAsync();
        Assert.Equal(_observersBefore, Store.Observers.Count);
    }

    [Fact]
    public async Task Stream_WaitingWhenTheEngineGoes_Ends()
    {
        IMetricStream stream = Engine.StreamMetricsAsync(cancellationToken: Token);
        await using IAsyncEnumerator<MetricStreamItem> reader = stream.GetAsyncEnumerator(Token);
        ValueTask<bool> next = reader.MoveNextAsync();
        await Engine.DisposeAsync();
        Assert.False(await next);
        Assert.Throws<ObjectDisposedException>(() => Engine.StreamMetricsAsync(cancellationToken: Token));
    }

    [Fact]
    public void Stream_NeverRead_LeavesWhenItIsCollected()
    {
        Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(_observersBefore, Store.Observers.Count);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Forget() => Engine.StreamMetricsAsync(cancellationToken: Token);
    }

    [Fact]
    public async Task Stream_ReadTwice_IsRefused()
    {
        await using IMetricStream stream = Engine.StreamMetricsAsync(cancellationToken: Token);
        await using IAsyncEnumerator<MetricStreamItem> reader = stream.GetAsyncEnumerator(Token);
        Assert.Throws<InvalidOperationException>(() => stream.GetAsyncEnumerator(Token));
    }

    [Fact]
    public void Request_WithSeveralFaults_NamesThemAll()
    {
        var request = new MetricStreamRequest { Capacity = 0, WaitTimeout = TimeSpan.Zero, Overflow = (StreamOverflow)9, ReplayLast = 1, ReplaySince = Some.Time, Metrics = null! };
        InvalidOptionsException error = Assert.Throws<InvalidOptionsException>(() => Engine.StreamMetricsAsync(request, Token));
        Assert.All(["Capacity", "WaitTimeout", "Overflow", "ReplayLast", "Metrics"], name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RealTime_SwitchedOff_RefusesUntilEnabled()
    {
        await using var engine = new AnalyticsEngine(Store, new AnalyticsEngineOptions { EnableRealTime = false });
        await engine.InitializeAsync(Token);
        Assert.Contains("EnableRealTimeProcessingAsync", Assert.Throws<InvalidOperationException>(() => engine.StreamMetricsAsync(cancellationToken: Token)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.GetRealTimeStatsAsync(["build"], TimeSpan.FromMinutes(1), Token));
        await engine.EnableRealTimeProcessingAsync(Token);
        await engine.EnableRealTimeProcessingAsync(Token);
        Assert.True(engine.IsRealTimeEnabled);
        await using IMetricStream stream = engine.StreamMetricsAsync(cancellationToken: Token);
    }

    private static string Text(MetricStreamItem item) => item.IsGap ? FormattableString.Invariant($"gap {item.Missed}") : FormattableString.Invariant($"{item.Record.Value}");

    private static async Task<List<MetricStreamItem>> ItemsAsync(IMetricStream stream)
    {
        var items = new List<MetricStreamItem>();
        await foreach (MetricStreamItem item in stream)
        {
            items.Add(item);
        }

        return items;
    }

    private static async Task<double[]> ValuesAsync(IMetricStream stream) => [.. (await ItemsAsync(stream)).Select(item => item.Record!.Value!.Value)];

    private static async Task<List<string>> TakeAsync(IAsyncEnumerator<MetricStreamItem> reader, int count)
    {
        var texts = new List<string>();
        for (int i = 0; i < count; i++)
        {
            Assert.True(await reader.MoveNextAsync());
            texts.Add(Text(reader.Current));
        }

        return texts;
    }

    private static double[] Numbers(int from, int count) => Some.Make(count, i => (double)(from + i));

    private Task TrackAsync(params double[] values) => TrackAsync([.. values.Select(value => Some.Metric(value))]);

    private Task TrackAsync(params CustomMetric[] metrics) => Engine.Collector.CollectBatchAsync(metrics, Token);
}
