using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Collection;

public sealed class MetricRecorderTests : IAsyncDisposable
{
    private static readonly MetricRecorderOptions Build = new() { Name = "build" };
    private readonly StoreSource _stores = new(inMemory: true) { Options = new SqliteStoreOptions { FlushInterval = TimeSpan.FromSeconds(1) } };

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Record_EveryOption_IsOnTheStoredRecord()
    {
        SqliteStore store = await _stores.OpenAsync();
        await using MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(new MetricRecorderOptions
        {
            Name = "response_time",
            Category = MetricCategory.Performance,
            SessionId = "s",
            UserId = "u",
            Project = "p",
            Model = "m",
            Attributes = new AttributeSet { ["text"] = "x", ["number"] = 5, ["truth"] = true, ["none"] = default },
        });
        _stores.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(recorder.Record(1.5));
        Assert.True(recorder.Record(2.5, Some.Time.AddDays(-1)));
        await store.FlushAsync();
        IReadOnlyList<MetricRecord> records = await store.AllAsync();
        Assert.Equal([(2.5, Some.Time.AddDays(-1)), (1.5, Some.Time.AddMilliseconds(1))], records.Select(record => (record.Value!.Value, record.Timestamp)));
        Assert.All(records, record => Assert.Equal((MetricCategory.Performance, "response_time", "s", "u", "p", "m"), (record.Category, record.Name, record.SessionId, record.UserId, record.Project, record.Model)));
        Assert.All(records, record => Assert.True(record.Attributes.Equals(new AttributeSet { ["text"] = "x", ["number"] = 5, ["truth"] = true })));
    }

    [Theory]
    [InlineData(MetricCategory.Token, null, "total_tokens")]
    [InlineData(MetricCategory.Tool, null, "duration_ms")]
    [InlineData(MetricCategory.Custom, "depth", "depth")]
    public async Task Record_Measurement_IsTheCategorysUnlessNamed(MetricCategory category, string? measurement, string stored)
    {
        SqliteStore store = await _stores.OpenAsync();
        MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build with { Category = category, Measurement = measurement });
        recorder.Record(7);
        await recorder.DisposeAsync();
        Assert.Equal(7, Assert.Single(await store.AllAsync()).Measurements[stored]);
    }

    [Fact]
    public async Task Record_NotFiniteOrOutOfTime_IsRefused()
    {
        SqliteStore store = await _stores.OpenAsync();
        await using MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build);
        Assert.Throws<MetricValidationException>(() => recorder.Record(double.NaN));
        Assert.Throws<MetricValidationException>(() => recorder.Record(double.PositiveInfinity, Some.Time));
        Assert.Throws<MetricValidationException>(() => recorder.Record(1, DateTimeOffset.MinValue));
        Assert.Throws<MetricValidationException>(() => recorder.Record(1, MetricLimits.MaxTimestamp.AddTicks(10)));
        Assert.True(recorder.Record(1, MetricLimits.MaxTimestamp));
    }

    [Fact]
    public async Task Create_InvalidOptions_NameTheField()
    {
        MetricsCollector collector = new(await _stores.OpenAsync());
        Assert.Equal("type", Assert.Throws<MetricValidationException>(() => collector.CreateRecorder(new MetricRecorderOptions { Name = string.Empty })).Field);
        Assert.Equal("session_id", Assert.Throws<MetricValidationException>(() => collector.CreateRecorder(Build with { SessionId = "\0" })).Field);
        Assert.Equal("category", Assert.Throws<MetricValidationException>(() => collector.CreateRecorder(Build with { Category = 0, Measurement = "m" })).Field);
        Assert.Equal("measurements", Assert.Throws<MetricValidationException>(() => collector.CreateRecorder(Build with { Measurement = string.Empty })).Field);
        Assert.Equal("a", Assert.Throws<MetricValidationException>(() => collector.CreateRecorder(Build with { Attributes = new AttributeSet { ["a"] = double.NaN } })).Field);
    }

    [Fact]
    public async Task Record_Interval_FlushesIt()
    {
        SqliteStore store = await _stores.OpenAsync();
        await using MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build);
        recorder.Record(1);
        Assert.Equal(1, store.Health.Ingest.Pending);
        Assert.Empty(await store.AllAsync());
        _stores.Time.Advance(TimeSpan.FromSeconds(1));
        await Until.True(() => store.Health.Ingest.Stored == 1, "the flush at the interval");
    }

    [Fact]
    public async Task Record_ManyThreads_EveryNumberIsStoredOrCounted()
    {
        SqliteStore store = await _stores.OpenAsync();
        store.Intake.Restrict(capacity: 2000, batchSize: 300);
        MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build);
        MetricRecorder other = new MetricsCollector(store).CreateRecorder(Build with { Name = "other" });
        double accepted = 0;
        long kept = 0;
        Lock gate = new();
        await Task.WhenAll(Enumerable.Range(1, 8).Select(producer => Task.Run(() =>
        {
            double sum = 0;
            long count = 0;
            for (int i = 1; i <= 20_000; i++)
            {
                if ((i % 2 == 0 ? recorder : other).Record(i))
                {
                    sum += i;
                    count++;
                }
            }

            lock (gate)
            {
                accepted += sum;
                kept += count;
            }
        })));
        await recorder.DisposeAsync();
        await other.DisposeAsync();
        IReadOnlyList<MetricRecord> records = await store.AllAsync();
        Assert.Equal(kept, records.Count);
        Assert.Equal(accepted, records.Sum(record => record.Value!.Value));
        IngestCounts counts = store.AssertClosed();
        Assert.Equal((160_000, kept, 160_000 - kept), (counts.Offered, counts.Stored, counts.Dropped));
        Assert.Equal(counts.Dropped, recorder.Dropped + other.Dropped);
    }

    [Fact]
    public async Task Record_FullBuffer_ReturnsFalseAndCounts()
    {
        // Before the store is open nothing is flushed.
        SqliteStore store = _stores.New();
        store.Intake.Restrict(capacity: 5, batchSize: 5);
        await using MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build);
        Assert.Equal([true, true, true, true, true, false, false], Some.Make(7, i => recorder.Record(i)));
        Assert.Equal(2, recorder.Dropped);
        Assert.Equal((7, 2, 5), (store.Health.Ingest.Offered, store.Health.Ingest.Dropped, store.Health.Ingest.Pending));

        await store.InitializeAsync();
        await store.FlushAsync();
        Assert.Equal([0.0, 1, 2, 3, 4], (await store.AllAsync()).Select(record => record.Value));
        Assert.True(recorder.Record(1));
    }

    [Fact]
    public async Task Record_StoreThatNeverOpens_IsCountedAsFailed()
    {
        SqliteStore store = _stores.New();
        MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build);
        MetricRecorder left = new MetricsCollector(store).CreateRecorder(Build);
        recorder.Record(1);
        left.Record(2);
        await recorder.DisposeAsync();
        await store.DisposeAsync();
        Assert.Equal((2, 2), (store.AssertClosed().Offered, store.AssertClosed().Failed));
    }

    [Fact]
    public async Task Record_StoreThatWasClosed_IsCountedAsFailed()
    {
        SqliteStore store = await _stores.OpenAsync();
        MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build);
        recorder.Record(1);
        await store.DisposeAsync();
        recorder.Record(2);
        await recorder.DisposeAsync();
        IngestCounts counts = store.AssertClosed();
        Assert.Equal((2, 1, 1), (counts.Offered, counts.Stored, counts.Failed));
    }

    [Fact]
    public async Task Dispose_StoresTheRestAndRefusesMore()
    {
        SqliteStore store = await _stores.OpenAsync();
        MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build);
        recorder.Record(1);
        await recorder.DisposeAsync();
        await recorder.DisposeAsync();
        Assert.Single(await store.AllAsync());
        Assert.Throws<ObjectDisposedException>(() => recorder.Record(2));
        Assert.Throws<ObjectDisposedException>(() => recorder.Record(2, Some.Time));
        Assert.Equal(1, store.AssertClosed().Offered);
    }

    [Fact]
    public async Task Dispose_WhileOthersRecord_StoresOrRefusesEveryNumber()
    {
        for (int round = 0; round < 50; round++)
        {
            await using var stores = new StoreSource(inMemory: true);
            SqliteStore store = await stores.OpenAsync();
            MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build);
            int accepted = 0;
            Task[] producers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                try
                {
                    while (recorder.Record(1))
                    {
                        Interlocked.Increment(ref accepted);
                    }
                }
                catch (ObjectDisposedException)
                {
                    // What disposal tells whoever still records.
                }
            }))];
            Thread.SpinWait(round * 200);
            stores.Time.Advance(TimeSpan.FromHours(1));
            await recorder.DisposeAsync();
            Assert.Equal(0, store.Health.Ingest.Pending);
            await Task.WhenAll(producers);
            IngestCounts counts = store.AssertClosed();
            Assert.Equal((accepted, recorder.Dropped), (counts.Stored, counts.Dropped));
        }
    }

    [Fact]
    public async Task Filters_ApplyToRecorders()
    {
        SqliteStore store = await _stores.OpenAsync();
        store.Filters.Add(new RedactingFilter("secret"));
        await using (MetricRecorder recorder = new MetricsCollector(store).CreateRecorder(Build with { UserId = "secret", Attributes = new AttributeSet { ["a"] = "secret" } }))
        {
            recorder.Record(1);
        }

        MetricRecord record = Assert.Single(await store.AllAsync());
        Assert.Equal(("[REDACTED]", "[REDACTED]"), (record.UserId, record.Attributes["a"].Text));
    }
}
