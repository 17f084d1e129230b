using NSubstitute;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Collection;

public sealed class MetricsCollectorTests : IAsyncDisposable
{
    private readonly StoreSource _stores = new(inMemory: true);

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task CollectColumns_ComparedWithRowByRow_StoresTheSame()
    {
        var random = new Random(1);
        for (int round = 0; round < 20; round++)
        {
            ColumnBatch batch = Some.Columns(random, random.Next(1, 400));
            SqliteStore byColumns = await _stores.OpenAsync();
            SqliteStore byRows = await _stores.OpenAsync();
            Assert.Equal(batch.Count, (await new MetricsCollector(byColumns).CollectColumnsAsync(batch)).Stored);
            await new MetricsCollector(byRows).CollectBatchAsync(Enumerable.Range(0, batch.Count).Select(batch.RowAt));
            Assert.Equal(await byRows.AllAsync(), await byColumns.AllAsync());
        }
    }

    [Fact]
    public async Task CollectBatch_AnyEnumerable_IsStoredWhole()
    {
        var collector = new MetricsCollector(await _stores.OpenAsync());
        IEnumerable<MetricInput> Lazy()
        {
            yield return Some.Metric(1);
            yield return Some.Metric(2);
        }

        await collector.CollectBatchAsync(Lazy());
        await collector.CollectBatchAsync(new HashSet<MetricInput> { Some.Metric(3) });
        await Assert.ThrowsAsync<ArgumentNullException>(() => collector.CollectBatchAsync(null!));
        Assert.Equal([1.0, 2, 3], (await collector.GetMetricsAsync()).Select(record => record.Value));
    }

    [Fact]
    public async Task GetMetrics_LimitAndOrder_AreKept()
    {
        var collector = new MetricsCollector(await _stores.OpenAsync());
        await collector.CollectBatchAsync(Enumerable.Range(0, 50).Select(i => Some.Metric(i) with { Timestamp = Some.Time.AddSeconds(i) }));
        Assert.Equal(50, (await collector.GetMetricsAsync()).Count);
        Assert.Equal([0.0, 1, 2], (await collector.GetMetricsAsync(new MetricQuery { Limit = 3 })).Select(record => record.Value));
        Assert.Equal([49.0, 48], (await collector.GetMetricsAsync(new MetricQuery { Limit = 2, Order = RecordOrder.Descending })).Select(record => record.Value));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => collector.GetMetricsAsync(new MetricQuery { Limit = 0 }));
        await Assert.ThrowsAsync<ArgumentException>(() => collector.GetMetricsAsync(new MetricQuery { Selector = "cost" }));
    }

    [Fact]
    public async Task GetMetrics_MoreThanAListHolds_NamesTheStreamWhichGivesThemAll()
    {
        var collector = new MetricsCollector(await _stores.OpenAsync());
        const int count = MetricLimits.MaxListCount + 1;
        await collector.CollectColumnsAsync(new ColumnBatch { Count = count, Category = MetricCategory.Custom, Names = TextValues.Constant("x") });
        ResultTooLargeException error = await Assert.ThrowsAsync<ResultTooLargeException>(() => collector.GetMetricsAsync());
        Assert.Equal(MetricLimits.MaxListCount, error.Maximum);
        Assert.Contains("EnumerateMetricsAsync", error.Message, StringComparison.Ordinal);
        Assert.Equal(MetricLimits.MaxListCount, (await collector.GetMetricsAsync(new MetricQuery { Limit = MetricLimits.MaxListCount })).Count);
        long streamed = 0;
        await foreach (MetricRecord record in collector.EnumerateMetricsAsync())
        {
            Assert.Equal(++streamed, record.Id);
        }

        Assert.Equal(count, streamed);
    }

    [Fact]
    public async Task Enumerate_LimitOrderAndBreak_AreKept()
    {
        var collector = new MetricsCollector(await _stores.OpenAsync());
        await collector.CollectBatchAsync(Enumerable.Range(0, 10_000).Select(i => Some.Metric(i) with { Timestamp = Some.Time.AddSeconds(i) }));
        var seen = new List<double>();
        await foreach (MetricRecord record in collector.EnumerateMetricsAsync(new MetricQuery { Limit = 5000, Order = RecordOrder.Descending }))
        {
            seen.Add(record.Value!.Value);
        }

        Assert.Equal(Enumerable.Range(5000, 5000).Reverse().Select(i => (double)i), seen);
        await foreach (MetricRecord record in collector.EnumerateMetricsAsync())
        {
            Assert.Equal(0, record.Value);
            break;
        }

        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (MetricRecord record in collector.EnumerateMetricsAsync(cancellationToken: source.Token))
            {
                await source.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task NamedExtensions_EachCallsTheOneMember()
    {
        IMetricsCollector collector = Substitute.For<IMetricsCollector>();
        var token = new CancellationTokenSource().Token;
        MetricInput[] metrics = [new SessionMetric(), new PerformanceMetric("x", 1), new ResourceMetric(), new TokenMetric(), new ErrorMetric("x"), new CustomMetric("x", 1)];
        await collector.CollectSessionMetricAsync((SessionMetric)metrics[0], token);
        await collector.CollectPerformanceMetricAsync((PerformanceMetric)metrics[1], token);
        await collector.CollectResourceMetricAsync((ResourceMetric)metrics[2], token);
        await collector.CollectTokenMetricAsync((TokenMetric)metrics[3], token);
        await collector.CollectErrorMetricAsync((ErrorMetric)metrics[4], token);
        await collector.CollectCustomMetricAsync((CustomMetric)metrics[5], token);
        foreach (MetricInput metric in metrics)
        {
            await collector.Received(1).CollectAsync(metric, token);
        }

        await Assert.ThrowsAsync<ArgumentNullException>(() => MetricsCollectorExtensions.CollectErrorMetricAsync(null!, new ErrorMetric("x")));
    }

    [Fact]
    public async Task Enumerate_OverADouble_YieldsItsList()
    {
        IMetricsCollector collector = Substitute.For<IMetricsCollector>();
        var record = new MetricRecord { Id = 1, Timestamp = Some.Time, Category = MetricCategory.Custom, Name = "x" };
        collector.GetMetricsAsync(Arg.Any<MetricQuery>(), Arg.Any<CancellationToken>()).Returns([record]);
        await foreach (MetricRecord seen in collector.EnumerateMetricsAsync())
        {
            Assert.Same(record, seen);
        }

        Assert.Equal(4, typeof(IMetricsCollector).GetMethods().Length);
    }

    [Fact]
    public void Ctor_Null_Throws() => Assert.Throws<ArgumentNullException>(() => new MetricsCollector(null!));
}
