using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Resources;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Resources;

/// <summary>An engine that records what its host uses, and one that does not.</summary>
public sealed class HostSamplingTests
{
    private readonly FakeTimeProvider _time = new(Some.Time);

    [Fact]
    public async Task Engine_SamplingOn_RecordsTheHostAtEveryInterval()
    {
        await using var store = new SqliteStore(":memory:", new SqliteStoreOptions { TimeProvider = _time });
        TimeSpan beforeStart = Environment.CpuUsage.TotalTime;
        await using var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions { SampleResources = true, CollectionInterval = TimeSpan.FromSeconds(30) });
        await engine.InitializeAsync();
        TimeSpan afterStart = Environment.CpuUsage.TotalTime;
        Assert.Empty(await ReadAsync(engine));
        await Until.True(() => Environment.CpuUsage.TotalTime - afterStart > TimeSpan.FromMilliseconds(100), "this process has used CPU");
        TimeSpan before = Environment.CpuUsage.TotalTime;
        _time.Advance(TimeSpan.FromSeconds(30));
        await Until.True(() => engine.Health.BackgroundPasses == 1, "the pass at the interval");
        MetricRecord record = Assert.Single(await ReadAsync(engine));
        Assert.InRange(record.Measurements["cpu_percent"] / 100 * 30, (before - afterStart).TotalSeconds - 0.01, (Environment.CpuUsage.TotalTime - beforeStart).TotalSeconds + 0.01);
        Assert.InRange(record.Measurements["memory_mb"], 10, 100_000);
        Assert.Equal((_time.GetUtcNow(), null, ResourceNames.Host, Environment.ProcessId), (record.Timestamp, record.SessionId, record.Attributes[ResourceNames.Process].Text, record.Attributes[ResourceNames.ProcessId].Number));
        _time.Advance(TimeSpan.FromSeconds(30));
        await Until.True(() => engine.Health.BackgroundPasses == 2, "the next pass");
        Assert.Equal(2, (await ReadAsync(engine)).Count);
    }

    [Fact]
    public async Task Engine_SamplingOff_RecordsNothing()
    {
        await using var store = new SqliteStore(":memory:", new SqliteStoreOptions { TimeProvider = _time });
        await using var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions());
        await engine.InitializeAsync();
        _time.Advance(engine.Options.CollectionInterval);
        await Until.True(() => engine.Health.BackgroundPasses == 1, "the pass at the interval");
        Assert.Empty(await ReadAsync(engine));
    }

    [Fact]
    public void ThreadIo_WhatThisThreadWrites_IsCounted()
    {
        Requires.Linux();
        using var folder = new TempFolder();
        var io = new ThreadIo();
        (long read, long written) = io.Total()!.Value;
        long before = WrittenByThisThread();
        using (var file = new FileStream(folder.File("file"), FileMode.CreateNew))
        {
            file.Write(new byte[4 << 20]);
            file.Flush(flushToDisk: true);
        }

        long by = WrittenByThisThread() - before;
        (long readAfter, long writtenAfter) = io.Total()!.Value;
        Assert.True(writtenAfter - written >= by, $"{written} to {writtenAfter}, {by} of this thread alone");
        Assert.True(readAfter >= read);
    }

    private static long WrittenByThisThread() =>
        long.Parse(File.ReadAllLines("/proc/thread-self/io").Single(line => line.StartsWith("write_bytes:", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    private static Task<IReadOnlyList<MetricRecord>> ReadAsync(AnalyticsEngine engine) => engine.Collector.GetMetricsAsync(new MetricQuery { Selector = "resource_usage" });
}
