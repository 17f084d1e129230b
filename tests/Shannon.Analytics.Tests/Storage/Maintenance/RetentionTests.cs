using Microsoft.Extensions.Logging.Abstractions;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Maintenance;

public class RetentionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_RecordsOlderThanKept_AreDeletedAndOthersStay()
    {
        await using var source = new StoreSource(inMemory: false);
        SqliteStore store = await source.OpenAsync();
        await FillAsync(store);
        await new RetentionJob(store, 30, source.Time, NullLogger.Instance).RunAsync(Token);
        Assert.Equal([1.0, 2.0], (await store.AllAsync()).Select(record => record.Value!.Value).Order());
    }

    [Fact]
    public async Task Run_WallClockJumps_DeletesNothingUntilADayHasGoneBy()
    {
        await using var source = new StoreSource(inMemory: false);
        SqliteStore store = await source.OpenAsync();
        await FillAsync(store);
        var time = new JumpingTime();
        var job = new RetentionJob(store, 90, time, NullLogger.Instance);
        await job.RunAsync(Token);
        Assert.Equal(3, (await store.AllAsync()).Count);

        time.Offset += TimeSpan.FromDays(400);
        for (int hour = 0; hour < 24; hour++)
        {
            await job.RunAsync(Token);
            Assert.Equal(3, (await store.AllAsync()).Count);
            time.Elapsed += TimeSpan.FromHours(1);
        }

        await job.RunAsync(Token);
        Assert.Empty(await store.AllAsync());
    }

    [Fact]
    public async Task Run_ClockIsSetBackAfterAJump_DeletesNothing()
    {
        await using var source = new StoreSource(inMemory: false);
        SqliteStore store = await source.OpenAsync();
        await FillAsync(store);
        var time = new JumpingTime();
        var job = new RetentionJob(store, 90, time, NullLogger.Instance);
        await job.RunAsync(Token);
        time.Offset += TimeSpan.FromDays(400);
        await job.RunAsync(Token);
        time.Offset -= TimeSpan.FromDays(400);
        for (int day = 0; day < 4; day++)
        {
            await job.RunAsync(Token);
            time.Elapsed += TimeSpan.FromHours(20);
        }

        Assert.Equal(3, (await store.AllAsync()).Count);
    }

    /// <summary>A wall clock that can be set without time passing.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Some.Time + Elapsed + Offset;

        public override long GetTimestamp() => Elapsed.Ticks;
    }

    private static async Task FillAsync(SqliteStore store)
    {
        await store.AppendBatchAsync([Some.Metric(1) with { Timestamp = Some.Time }, Some.Metric(2) with { Timestamp = Some.Time.AddDays(-29) }, Some.Metric(3) with { Timestamp = Some.Time.AddDays(-31) }], cancellationToken: Token);
        await store.SealAsync(Token);
    }
}
