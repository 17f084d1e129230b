using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Realtime;

public sealed class RealTimeStatsTests : EngineTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Stats_WithoutRecords_HaveAnEntryForEveryMetricWithTheKeysOfTheSpecification()
    {
        RealTimeStats stats = await Engine.GetRealTimeStatsAsync(["response_time", "active_sessions", "tokens_per_second"], Minute, Token);
        Assert.Equal(["response_time", "active_sessions", "tokens_per_second"], stats.Keys);
        Assert.Equal((null, 0, 0.0, TrendDirection.Stable), (stats["response_time"].Current, stats["response_time"].Count, stats["response_time"].Trend, stats["response_time"].TrendDirection));
        Assert.Equal((0.0, 0.0), (stats["active_sessions"].Current, stats["tokens_per_second"].Current));
        Assert.StartsWith("""{"response_time":{"current":null,"avg":null,"min":null,"max":null,"count":0,"p50":null,"p95":null,"p99":null,"rate":0,"trend":0,"trend_direction":"stable"},"active_sessions":{"current":0,""", stats.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 60)]
    [InlineData(3, 2_000)]
    public async Task Stats_OfAnySeries_AreThoseOfExactlyTheWindow(int seed, int perBatch)
    {
        var random = new Random(seed);
        var written = new List<(DateTimeOffset Time, double Value)>();
        for (int round = 0; round < 40; round++)
        {
            // Asked from the middle on, so that some comes from the store and some live; times come in any order.
            DateTimeOffset now = Source.Time.GetUtcNow();
            PerformanceMetric[] batch = Some.Make(random.Next(perBatch), _ => new PerformanceMetric("response_time", random.Next(1, 1_000) / 8.0) { Timestamp = now.AddMicroseconds(-random.Next(90_000_000)) });
            await Engine.Collector.CollectBatchAsync(batch, Token);
            written.AddRange(batch.Select(metric => (metric.Timestamp!.Value, metric.Value)));
            Source.Time.Advance(TimeSpan.FromSeconds(random.NextDouble() * 5));
            if (round >= 10)
            {
                MetricStats stats = (await Engine.GetRealTimeStatsAsync(["response_time"], Minute, Token))["response_time"];
                Check(stats, written, Source.Time.GetUtcNow());
            }
        }
    }

    [Fact]
    public async Task Stats_Rising_HaveASlopePerMinute_AndCurrentIsTheLatestByTime()
    {
        await Engine.Collector.CollectBatchAsync(Some.Make(30, i => Some.Metric(100 + i) with { Timestamp = Some.Time.AddSeconds(-i) }), Token);
        MetricStats stats = (await Engine.GetRealTimeStatsAsync(["build"], Minute, Token))["build"];
        Assert.Equal((100.0, -60.0, TrendDirection.Falling), (stats.Current, Math.Round(stats.Trend, 6), stats.TrendDirection));
        Assert.Equal(0.5, stats.Rate);
    }

    [Fact]
    public async Task Stats_AsTimePasses_Expire()
    {
        await GetAsync("build");
        await Engine.TrackMetricAsync(Some.Metric(5), Token);
        Assert.Equal(1, (await GetAsync("build")).Count);
        Source.Time.Advance(Minute);
        Assert.Equal((0, null), ((await GetAsync("build")).Count, (await GetAsync("build")).Current));
    }

    [Fact]
    public async Task Stats_AfterTheClockJumps_GoOnWithWhatIsInTheWindowNow()
    {
        await GetAsync("build");
        await Engine.TrackMetricAsync(Some.Metric(1), Token);
        Source.Time.Advance(TimeSpan.FromHours(3));
        await Engine.TrackMetricAsync(Some.Metric(2), Token);
        Assert.Equal((1, 2.0), ((await GetAsync("build")).Count, (await GetAsync("build")).Current));
        Source.Time.AdjustTime(Some.Time.AddHours(1));
        Assert.Equal(0, (await GetAsync("build")).Count);
        foreach (double value in (double[])[3, 4])
        {
            await Engine.TrackMetricAsync(Some.Metric(value), Token);
        }

        Assert.Equal((2, 4.0), ((await GetAsync("build")).Count, (await GetAsync("build")).Current));
    }

    [Fact]
    public async Task Stats_AfterARestart_AreThere()
    {
        await Engine.TrackMetricAsync(Some.Metric(7), Token);
        await using SqliteStore other = await Source.OpenAsync();
        await using var engine = new AnalyticsEngine(other);
        await engine.InitializeAsync(Token);
        Assert.Equal(7, (await engine.GetRealTimeStatsAsync(["build"], Minute, Token))["build"].Current);
    }

    [Fact]
    public async Task Stats_FirstAskedWhileOthersWrite_CountEachRecordOnce()
    {
        using var stop = new CancellationTokenSource();
        int written = 0;
        Task[] writers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Engine.TrackMetricAsync(Some.Metric(1) with { Timestamp = Some.Time }, Token);
                Interlocked.Increment(ref written);
            }
        }))];
        for (int round = 1; round <= 20; round++)
        {
            await Until.True(() => Volatile.Read(ref written) > round * 20, "records are written");
            await Engine.GetRealTimeStatsAsync(["build"], TimeSpan.FromSeconds(round), Token);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        for (int round = 1; round <= 20; round++)
        {
            Assert.Equal(written, (await Engine.GetRealTimeStatsAsync(["build"], TimeSpan.FromSeconds(round), Token))["build"].Count);
        }
    }

    [Fact]
    public async Task Stats_OfDerivedFigures_AreThoseOfTheSpecificationsTable()
    {
        string[] names = ["active_sessions", "tokens_per_second", "error_rate", "success_rate", "cost", "cpu_usage"];
        await Engine.GetRealTimeStatsAsync([.. names.Select(Selector.Parse)], Minute, Token);
        await Engine.Collector.CollectBatchAsync(
            [
                new SessionMetric("session_start") { SessionId = "a" },
                new SessionMetric("session_start") { SessionId = "b" },
                new PerformanceMetric("response_time", 1) { SessionId = "c" },
                new AnalyticsEvent("prompt_execution") { SessionId = "c", ["duration"] = 2, ["tokens"] = 200 },
                new TokenMetric { TotalTokens = 100, Cost = 0.25m },
                new ErrorMetric("Timeout"),
                new ToolMetric("Bash") { Success = false },
                new ApiMetric { StatusCode = 200, DurationMs = 1 },
                new ResourceMetric { CpuPercent = 40 },
                new SessionMetric("session_end") { SessionId = "b" },
            ],
            Token);
        RealTimeStats stats = await Engine.GetRealTimeStatsAsync([.. names.Select(Selector.Parse)], Minute, Token);
        Assert.Equal([2, 5, 1 / 3.0, 0.75, 0.25, 40], stats.Values.Select(value => Math.Round(value.Current!.Value, 12)), (expected, actual) => Math.Abs(expected - actual) < 1e-9);

        // Running sessions that say nothing stay active; the others leave with the window.
        Source.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, (await GetAsync("active_sessions")).Current);
    }

    [Fact]
    public async Task ActiveSessions_AskedForAfterARestart_CountSessionsThatStartedLongBeforeTheWindow()
    {
        await Engine.Collector.CollectBatchAsync(
            [new SessionMetric("session_start") { SessionId = "runs" }, new SessionMetric("session_start") { SessionId = "ended" }, Some.Metric() with { SessionId = "silent" }], Token);
        Source.Time.Advance(TimeSpan.FromMinutes(10));
        await Engine.TrackMetricAsync(new SessionMetric("session_end") { SessionId = "ended" }, Token);
        Source.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, (await GetAsync("active_sessions")).Current);
        Source.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, (await GetAsync("active_sessions")).Current);
    }

    [Fact]
    public async Task Stats_Corrected_CountTheBetterCopyAlone_AndHistoryNotAtAll()
    {
        await GetAsync("build");
        await Engine.TrackMetricAsync(Some.Metric(1) with { Key = new RecordKey("k", 1) }, Token);
        await Engine.TrackMetricAsync(Some.Metric(5) with { Key = new RecordKey("k", 2) }, Token);
        await Store.AppendBatchAsync([Some.Metric(9)], AppendOptions.History, Token);
        MetricStats stats = await GetAsync("build");
        Assert.Equal((1, 5.0, 5.0), (stats.Count, stats.Min, stats.Max));
    }

    [Fact]
    public async Task Stats_OutOfRange_AreRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Engine.GetRealTimeStatsAsync([], Minute, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Engine.GetRealTimeStatsAsync(["build"], TimeSpan.Zero, Token));
        RealTimeStats stats = await Engine.GetRealTimeStatsAsync(["build", "build"], Minute, Token);
        Assert.Throws<KeyNotFoundException>(() => Assert.Single(stats.Keys) + stats["other"]);
    }

    private static void Check(MetricStats stats, List<(DateTimeOffset Time, double Value)> written, DateTimeOffset now)
    {
        double[] exactly = [.. written.Where(item => item.Time > now - Minute && item.Time <= now).Select(item => item.Value)];
        double[] atMost = [.. written.Where(item => item.Time > now - TimeSpan.FromSeconds(61) && item.Time <= now).Select(item => item.Value)];
        if (stats.IsExact)
        {
            Assert.Equal(exactly.Length, stats.Count);
            Assert.Equal(exactly.Length == 0 ? null : exactly.Min(), stats.Min);
            Assert.Equal(exactly.Length == 0 ? null : exactly.Average(), stats.Average, (expected, actual) => expected is null == actual is null && Math.Abs((expected ?? 0) - (actual ?? 0)) < 1e-9);
            Array.Sort(exactly);
            Assert.Equal(exactly.Length == 0 ? null : Quantiles.OfSorted(exactly, 0.95), stats.P95);
            Assert.Equal(exactly.Length / 60.0, stats.Rate);
            return;
        }

        Assert.InRange(stats.Count, exactly.Length, atMost.Length);
        Assert.InRange(stats.Average!.Value, 0.98 * exactly.Average(), 1.02 * exactly.Average());
        Array.Sort(exactly);
        Assert.InRange(stats.P50!.Value, 0.95 * Quantiles.OfSorted(exactly, 0.5), 1.05 * Quantiles.OfSorted(exactly, 0.5));
    }

    private async Task<MetricStats> GetAsync(string metric) => (await Engine.GetRealTimeStatsAsync([metric], Minute, Token))[metric];
}
