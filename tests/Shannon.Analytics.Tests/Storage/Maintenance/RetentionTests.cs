using Microsoft.Extensions.Logging.Abstractions;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
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
        await new RetentionJob(store, new RetentionClock(30, source.Time), NullLogger.Instance).RunAsync(Token);
        Assert.Equal([1.0, 2.0], (await store.AllAsync()).Select(record => record.Value!.Value).Order());
    }

    [Fact]
    public async Task Run_WallClockJumps_DeletesNothingUntilADayHasGoneBy()
    {
        await using var source = new StoreSource(inMemory: false);
        SqliteStore store = await source.OpenAsync();
        await FillAsync(store);
        var time = new JumpingTime();
        var job = new RetentionJob(store, new RetentionClock(90, time), NullLogger.Instance);
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
        var job = new RetentionJob(store, new RetentionClock(90, time), NullLogger.Instance);
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

    [Fact]
    public async Task Collect_OlderThanKept_IsRefusedAndCountedHoweverItComes()
    {
        await using var source = new StoreSource(inMemory: false);
        SqliteStore store = await source.OpenAsync();
        await using (var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions { RetentionDays = 30 }))
        {
            await engine.InitializeAsync(Token);
            CustomMetric old = Some.Metric(1) with { Timestamp = Some.Time.AddDays(-31) };
            CustomMetric fresh = Some.Metric(2) with { Timestamp = Some.Time.AddDays(-29) };
            Assert.Equal(new AppendResult { TooOld = 1 }, await store.AppendAsync(old, Token));
            Assert.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(fresh, Token));
            Assert.Equal(new AppendResult(2, 0, 0) { TooOld = 1 }, await store.AppendBatchAsync([fresh, old, Some.Metric(3)], cancellationToken: Token));
            Assert.Equal(new AppendResult { TooOld = 2 }, await store.AppendBatchAsync([old, old], cancellationToken: Token));
            Assert.True(store.Intake.TryAdd(old));
            Assert.True(store.Intake.TryAdd(fresh));
            await store.FlushAsync(Token);
            IngestCounts counts = store.AssertClosed();
            Assert.Equal((9, 4, 5, 5), (counts.Offered, counts.Stored, counts.Rejected, counts.TooOld));

            // What lies ahead of the clock moves nothing.
            await store.AppendAsync(Some.Metric(4) with { Timestamp = Some.Time.AddYears(20) }, Token);
            await engine.RunBackgroundPassAsync(Token);
            Assert.Equal(5, (await store.AllAsync()).Count);
        }

        // No engine, no retention.
        Assert.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(Some.Metric(1) with { Timestamp = Some.Time.AddDays(-31) }, Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Collect_ColumnsPartlyTooOld_StoresTheOtherRowsWhole(int seed)
    {
        var random = new Random(seed);
        await using var source = new StoreSource(inMemory: false);
        SqliteStore store = await source.OpenAsync();
        SqliteStore all = await Stores.OpenAsync(":memory:");
        ColumnBatch batch = Some.Columns(random, 500) with { TimestampsMicros = Some.Make(500, _ => UnixMicros.From(Some.Time.AddDays(-random.Next(60)))) };
        await all.AppendColumnsAsync(batch, cancellationToken: Token);
        using (store.RefuseTooOld(new RetentionClock(30, source.Time)))
        {
            AppendResult result = await store.AppendColumnsAsync(batch, cancellationToken: Token);
            Assert.Equal(500, result.Stored + result.TooOld + result.Duplicates);
            Assert.InRange(result.TooOld, 100, 400);
        }

        MetricRecord[] expected = [.. (await all.AllAsync()).Where(record => record.Timestamp >= Some.Time.AddDays(-30))];
        IReadOnlyList<MetricRecord> actual = await store.AllAsync();
        Assert.Equal(expected.Select(Describe), actual.Select(Describe));
        await all.DisposeAsync();

        static string Describe(MetricRecord record) => (record with { Id = 0 }).ToJson();
    }

    [Fact]
    public async Task Collect_AgainAfterRetentionDroppedIt_DoesNotComeBack()
    {
        await using var source = new StoreSource(inMemory: false);
        SqliteStore store = await source.OpenAsync();
        await using var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions { RetentionDays = 30 });
        await engine.InitializeAsync(Token);
        CustomMetric[] batch = Some.Make(20, i => Some.Metric(i) with { Timestamp = Some.Time.AddDays(-i), Key = new RecordKey("k" + i) });
        await store.AppendBatchAsync(batch, cancellationToken: Token);
        source.Time.Advance(TimeSpan.FromDays(20));
        await engine.RunBackgroundPassAsync(Token);
        Assert.Equal(new AppendResult(0, 0, 11) { TooOld = 9 }, await store.AppendBatchAsync(batch, cancellationToken: Token));
        AggregateResult trend = await store.AggregateAsync(new AggregateQuery { Functions = ["count", "sum"], Precision = QueryPrecision.Approximate }, Token);
        Assert.Equal([20, 190], trend.Groups.Single().Values);
        Assert.Equal((11, 9), (trend.Coverage.Records, trend.Coverage.RollupRecords));
    }

    [Fact]
    public async Task Collect_WallClockJumps_RefusesNothingUntilADayHasGoneBy()
    {
        await using var source = new StoreSource(inMemory: false);
        SqliteStore store = await source.OpenAsync();
        var time = new JumpingTime();
        using IDisposable refusing = store.RefuseTooOld(new RetentionClock(30, time));
        MetricInput fresh = Some.Metric(1) with { Timestamp = Some.Time };
        Assert.Equal(1, (await store.AppendAsync(fresh, Token)).Stored);
        time.Offset += TimeSpan.FromDays(400);
        Assert.Equal(1, (await store.AppendAsync(fresh, Token)).Stored);
        time.Elapsed += TimeSpan.FromHours(23);
        Assert.Equal(1, (await store.AppendAsync(fresh, Token)).Stored);
        time.Elapsed += TimeSpan.FromHours(2);
        Assert.Equal(1, (await store.AppendAsync(fresh, Token)).TooOld);
    }

    [Fact]
    public async Task Initialize_EverythingWouldBeTooOld_DoubtsTheClockForADay()
    {
        await using var source = new StoreSource(inMemory: false);
        SqliteStore store = await source.OpenAsync();
        await FillAsync(store);
        source.Time.Advance(TimeSpan.FromDays(1_000));
        await using var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions { RetentionDays = 30 });
        await engine.InitializeAsync(Token);
        await engine.RunBackgroundPassAsync(Token);
        Assert.Equal(1, (await store.AppendAsync(Some.Metric(4) with { Timestamp = Some.Time }, Token)).Stored);
        Assert.Equal(4, (await store.AllAsync()).Count);
        source.Time.Advance(TimeSpan.FromDays(1));
        await engine.RunBackgroundPassAsync(Token);
        Assert.Empty(await store.AllAsync());
    }

    private static async Task FillAsync(SqliteStore store)
    {
        await store.AppendBatchAsync([Some.Metric(1) with { Timestamp = Some.Time }, Some.Metric(2) with { Timestamp = Some.Time.AddDays(-29) }, Some.Metric(3) with { Timestamp = Some.Time.AddDays(-31) }], cancellationToken: Token);
        await store.SealAsync(Token);
    }
}
