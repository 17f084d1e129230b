using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>What every metric store does; each kind of store runs it.</summary>
public abstract class StoreTests : TestsOverStores
{
    private protected StoreTests(StoreSource stores)
        : base(stores)
    {
    }

    [Fact]
    public async Task Append_HundredIdenticalMetrics_StayHundred()
    {
        IMetricStore store = await Stores.OpenAsync();
        Assert.Equal(new AppendResult(100, 0, 0), await store.AppendBatchAsync([.. Enumerable.Repeat(new ApiMetric { DurationMs = 1, Timestamp = Some.Time }, 100)]));
        IReadOnlyList<MetricRecord> records = await store.AllAsync();
        Assert.Equal(100, records.Count);
        Assert.Equal(Enumerable.Range(1, 100).Select(id => (long)id), records.Select(record => record.Id));
        Assert.Equal(100, store.AssertClosed().Stored);
    }

    [Fact]
    public async Task Append_NoTimestamp_IsTheMomentOfTheCall()
    {
        IMetricStore store = await Stores.OpenAsync();
        store.Intake.TryAdd(Some.Metric(1));
        Stores.Time.Advance(TimeSpan.FromSeconds(1));
        await store.AppendAsync(Some.Metric(2));
        Stores.Time.Advance(TimeSpan.FromSeconds(1));
        await store.AppendBatchAsync([Some.Metric(3)]);
        Stores.Time.Advance(TimeSpan.FromSeconds(1));
        await store.AppendColumnsAsync(Values(4));
        Stores.Time.Advance(TimeSpan.FromSeconds(1));
        await store.FlushAsync();
        Assert.Equal([(1.0, 0.0), (2, 1), (3, 2), (4, 3)], (await store.AllAsync()).Select(record => (record.Value!.Value, (record.Timestamp - Some.Time).TotalSeconds)));
    }

    [Fact]
    public async Task Append_ManyBlocksInOneBatch_IsStoredWhole()
    {
        const int count = (3 * 16_384) + 5;
        IMetricStore store = await Stores.OpenAsync();
        Assert.Equal(new AppendResult(count, 0, 0), await store.AppendBatchAsync([.. Enumerable.Range(0, count).Select(i => Some.Metric(i) with { Timestamp = Some.Time })]));
        Assert.Equal(new AppendResult(count, 0, 0), await store.AppendColumnsAsync(Values([.. Enumerable.Range(0, count).Select(i => (double)i)])));
        StoreDescription description = await store.DescribeAsync();
        Assert.Equal(2 * count, description.Records);
        IReadOnlyList<MetricRecord> records = await store.AllAsync();
        Assert.Equal(Enumerable.Range(1, 2 * count).Select(id => (long)id), records.Select(record => record.Id));
        Assert.Equal(Enumerable.Range(0, 2 * count).Select(i => (double)(i % count)), records.Select(record => record.Value!.Value));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task AppendBatch_OneInvalid_StoresNothingAndNamesIt(int count)
    {
        IMetricStore store = await Stores.OpenAsync();
        MetricInput[] batch = [.. Enumerable.Repeat(Some.Metric(), count - 1), Some.Metric(double.NaN)];
        MetricValidationException error = await Assert.ThrowsAsync<MetricValidationException>(async () => await store.AppendBatchAsync(batch));
        Assert.Equal(("value", count - 1), (error.Field, error.Index));
        Assert.Empty(await store.AllAsync());
        Assert.Equal(count, store.AssertClosed().Rejected);
    }

    [Fact]
    public async Task Append_InvalidSingleColumnsAndNull_AreRejectedAndCounted()
    {
        IMetricStore store = await Stores.OpenAsync();
        await Assert.ThrowsAsync<MetricValidationException>(async () => await store.AppendAsync(Some.Metric(double.NaN)));
        await Assert.ThrowsAsync<MetricValidationException>(async () => await store.AppendColumnsAsync(Values(1, double.NaN)));
        await Assert.ThrowsAsync<MetricValidationException>(async () => await store.AppendBatchAsync([Some.Metric(), null!]));
        await Assert.ThrowsAsync<MetricValidationException>(async () => await store.AppendColumnsAsync(Values(1) with { Count = -5 }));
        Assert.Throws<MetricValidationException>(() => store.Intake.TryAdd(Some.Metric(double.NaN)));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await store.AppendAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await store.AppendBatchAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await store.AppendColumnsAsync(null!));
        IngestCounts counts = store.AssertClosed();
        Assert.Equal((6, 6), (counts.Offered, counts.Rejected));
        Assert.Empty(await store.AllAsync());
    }

    [Fact]
    public async Task Append_Empty_DoesNothing()
    {
        IMetricStore store = await Stores.OpenAsync();
        long commits = store.Health.Commits;
        Assert.Equal(default, await store.AppendBatchAsync([]));
        Assert.Equal(default, await store.AppendColumnsAsync(Values()));
        await store.FlushAsync();
        Assert.Equal((0, commits), (store.AssertClosed().Offered, store.Health.Commits));
    }

    [Fact]
    public async Task Append_TheMetric_IsFrozenAfterwards()
    {
        IMetricStore store = await Stores.OpenAsync();
        CustomMetric[] metrics = [Some.Metric(), Some.Metric(), Some.Metric()];
        await store.AppendAsync(metrics[0]);
        await store.AppendBatchAsync([metrics[1]]);
        store.Intake.TryAdd(metrics[2]);
        Assert.All(metrics, metric => Assert.Throws<InvalidOperationException>(() => metric.Attributes["late"] = 1));
        await store.AppendAsync(metrics[0]);
    }

    [Fact]
    public async Task Uninitialised_EveryCall_ThrowsInvalidOperation()
    {
        IMetricStore store = Stores.New();
        var state = (IStateStore)store;
        Func<Task>[] calls =
        [
            async () => await store.AppendAsync(Some.Metric()), async () => await store.AppendBatchAsync([Some.Metric()]), async () => await store.AppendColumnsAsync(Values(1)),
            () => store.ReadPageAsync(MetricQuery.All, 1), () => store.DescribeAsync(), () => store.FlushAsync(), () => Task.FromResult(store.Intake.TryAdd(Some.Metric())),
            () => state.GetStateAsync("k", "i"), () => state.ListStateAsync("k"), () => state.ApplyAsync([]), () => state.ReadLogAsync("l", 0, 1),
            () => state.TryAcquireLeaseAsync("l", "o", TimeSpan.FromSeconds(1)), () => state.ReleaseLeaseAsync(new StateLease("l", "o", 1, Some.Time)),
        ];
        foreach (Func<Task> call in calls)
        {
            InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(call);
            Assert.Contains("InitializeAsync", error.Message, StringComparison.Ordinal);
        }

        await store.InitializeAsync();
        await store.InitializeAsync();
        await store.DisposeAsync();
        await store.DisposeAsync();
        foreach (Func<Task> call in calls)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(call);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.InitializeAsync());
        store.AssertClosed();
    }

    [Fact]
    public async Task Dispose_NeverOpened_IsFine()
    {
        IMetricStore store = Stores.New();
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.InitializeAsync());
    }

    [Fact]
    public async Task ReadPage_WrongArguments_Throw()
    {
        IMetricStore store = await Stores.OpenAsync();
        await Assert.ThrowsAsync<ArgumentNullException>(() => store.ReadPageAsync(null!, 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ReadPageAsync(MetricQuery.All, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ReadPageAsync(MetricQuery.All, MetricLimits.MaxListCount + 1));
        await Assert.ThrowsAsync<ArgumentException>(() => store.ReadPageAsync(new MetricQuery { Selector = "error_rate" }, 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ReadPageAsync(new MetricQuery { Limit = 0 }, 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ReadPageAsync(new MetricQuery { Category = (MetricCategory)77 }, 1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadPageAsync(MetricQuery.All, 1, new CancellationToken(canceled: true)));
        Assert.Empty((await store.ReadPageAsync(MetricQuery.All, 1)).Records);
    }

    [Fact]
    public async Task SessionAttributes_ArrivingLate_ApplyToEarlierRecords()
    {
        IMetricStore store = await Stores.OpenAsync();
        await store.AppendAsync(Some.Metric(1) with { SessionId = "s", Timestamp = Some.Time });
        await store.AppendAsync(Some.Metric(2) with { SessionId = "s", Timestamp = Some.Time, UserId = "own" });
        Assert.Null((await store.AllAsync())[0].UserId);
        await store.AppendAsync(new SessionMetric { SessionId = "s", Timestamp = Some.Time, UserId = "ada", Model = "opus" });
        Assert.Equal(["ada", "own", "ada"], (await store.AllAsync()).Select(record => record.UserId));
        Assert.All(await store.AllAsync(), record => Assert.Equal(("opus", null), (record.Model, record.Project)));

        // Older news of the session do not overrule; newer ones do, each attribute by itself.
        await store.AppendAsync(new SessionMetric { SessionId = "s", Timestamp = Some.Time.AddSeconds(-1), UserId = "old", Project = "p" });
        Assert.Equal(("ada", "p"), ((await store.AllAsync())[1].UserId, (await store.AllAsync())[1].Project));
        await store.AppendAsync(new AnalyticsEvent("session_end") { SessionId = "s", Timestamp = Some.Time.AddSeconds(1), UserId = "grace" });
        Assert.Equal(["build", "session_end"], (await store.AllAsync(new MetricQuery { UserId = "grace" })).Select(record => record.Name));

        // A record's own value stays its own, also that of one that described the session.
        Assert.Equal([2.0], (await store.AllAsync(new MetricQuery { UserId = "own" })).Select(record => record.Value));
        Assert.Equal(["session_start"], (await store.AllAsync(new MetricQuery { UserId = "ada" })).Select(record => record.Name));
    }

    [Fact]
    public async Task Paging_WhatComesOrIsReplacedMeanwhile_DoesNotShow()
    {
        IMetricStore store = await Stores.OpenAsync();
        MetricInput Keyed(int i, long rank) => Some.Metric(i) with { Timestamp = Some.Time.AddSeconds(i), Key = new RecordKey("k" + i, rank) };
        await store.AppendBatchAsync([.. Enumerable.Range(0, 10).Select(i => Keyed(i, 0))]);
        foreach (RecordOrder order in Enum.GetValues<RecordOrder>())
        {
            var seen = new List<double>();
            RecordCursor? after = null;
            int round = 0;
            do
            {
                RecordPage page = await store.ReadPageAsync(new MetricQuery { Order = order, After = after }, 3);
                seen.AddRange(page.Records.Select(record => record.Value!.Value));
                after = page.Next;
                await store.AppendBatchAsync([.. Enumerable.Range(0, 10).Select(i => Keyed(i, 100 + (10 * (int)order) + round))]);
                await store.AppendAsync(Some.Metric(99) with { Timestamp = Some.Time.AddSeconds(round++ * 3) });
            }
            while (after is not null);
            Assert.Equal(order == RecordOrder.Ascending ? Enumerable.Range(0, 10) : Enumerable.Range(0, 10).Reverse(), seen.Where(value => value < 99).Select(value => (int)value));
            Assert.Equal(order == RecordOrder.Ascending ? 0 : 4, seen.Count(value => value == 99));
        }
    }

    [Fact]
    public async Task Describe_SaysWhatIsThere()
    {
        IMetricStore store = await Stores.OpenAsync();
        StoreDescription empty = await store.DescribeAsync();
        Assert.Equal((0, 0, null, null), (empty.Records, empty.Sessions, empty.Oldest, empty.Newest));
        await store.AppendBatchAsync([Some.Metric() with { Timestamp = Some.Time, SessionId = "a" }, new SessionMetric { Timestamp = Some.Time.AddHours(1), SessionId = "b" }]);
        await store.AppendBatchAsync([Some.Metric() with { Timestamp = Some.Time.AddHours(-1), SessionId = "a", Key = new RecordKey("k") }]);
        await store.AppendBatchAsync([Some.Metric() with { Timestamp = Some.Time, SessionId = "a", Key = new RecordKey("k", 1) }]);
        StoreDescription description = await store.DescribeAsync();
        Assert.Equal((3, 2), (description.Records, description.Sessions));
        Assert.Equal((Some.Time.AddHours(-1), Some.Time.AddHours(1)), (description.Oldest, description.Newest));
        Assert.Equal([new(MetricCategory.Session, "session_start"), new(MetricCategory.Custom, "build")], description.Metrics);
        Assert.Equal(SqliteSchema.Version, description.SchemaVersion);
        Assert.Equal(Stores.IsShared, description.FileBytes > 0);
        Assert.Matches("^3[.]", description.EngineVersion);
    }

    [Fact]
    public async Task Filters_EveryWayIn_PassesThem()
    {
        IMetricStore store = await Stores.OpenAsync();
        IDisposable removal = store.Filters.Add(new RedactingFilter("secret"));
        MetricInput metric = Some.Metric() with { UserId = "secret", Attributes = new AttributeSet { ["a"] = "secret" } };
        await store.AppendAsync(metric);
        await store.AppendBatchAsync([metric, metric]);
        await store.AppendBatchAsync([.. Enumerable.Repeat(metric, 300)]);
        store.Intake.TryAdd(metric);
        await store.FlushAsync();
        await store.AppendColumnsAsync(Values(1, 2) with { Users = TextValues.Constant("secret"), Attributes = [AttributeColumn.OfConstant("a", "secret")] });
        IReadOnlyList<MetricRecord> records = await store.AllAsync();
        Assert.Equal(306, records.Count);
        Assert.All(records, record => Assert.Equal(("[REDACTED]", "[REDACTED]"), (record.UserId, record.Attributes["a"].Text)));
        removal.Dispose();
        Assert.True(store.Filters.IsEmpty);
        await store.AppendAsync(metric);
        Assert.Equal("secret", (await store.AllAsync())[^1].UserId);
    }

    [Fact]
    public async Task Filter_ThatThrowsOrBreaksTheRules_StoresNothing()
    {
        IMetricStore store = await Stores.OpenAsync();
        using (store.Filters.Add(new RedactingFilter("boom") { Fails = true }))
        {
            MetricInput metric = Some.Metric() with { UserId = "boom" };
            await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await store.AppendAsync(metric));
            await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await store.AppendBatchAsync([Some.Metric(), metric]));
            await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await store.AppendColumnsAsync(Values(1) with { Users = TextValues.Constant("boom") }));
            Assert.Throws<InvalidTimeZoneException>(() => store.Intake.TryAdd(metric));
        }

        using (store.Filters.Add(new RedactingFilter("x") { Replacement = string.Empty }))
        {
            await Assert.ThrowsAsync<MetricValidationException>(async () => await store.AppendAsync(Some.Metric() with { UserId = "x" }));
        }

        using (store.Filters.Add(new RedactingFilter("x") { Truncates = true }))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.AppendColumnsAsync(Values(1, 2)));
        }

        Assert.Equal(8, store.AssertClosed().Rejected);
        Assert.Empty(await store.AllAsync());
    }

    private protected static ColumnBatch Values(params double[] values) => new()
    {
        Count = values.Length,
        Category = MetricCategory.Custom,
        Names = TextValues.Constant("build"),
        Measurements = [new MeasurementColumn("value", values)],
    };
}
