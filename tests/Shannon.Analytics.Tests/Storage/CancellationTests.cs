using System.Collections.Concurrent;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>Cancelled means not stored, completed means stored, at whatever moment the token fires.</summary>
public abstract class CancellationTests : TestsOverStores
{
    private protected CancellationTests(StoreSource stores)
        : base(stores)
    {
    }

    [Fact]
    public async Task Append_TokenAlreadyCancelled_StoresNothing()
    {
        IMetricStore store = await Stores.OpenAsync();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.AppendAsync(Some.Metric(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.AppendBatchAsync([Some.Metric()], cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.AppendColumnsAsync(Columns(1, 3), cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ((IStateStore)store).ApplyAsync([StateChange.Put("k", "i", "v")], cancelled));
        Assert.Empty(await store.AllAsync());
        Assert.Null(await ((IStateStore)store).GetStateAsync("k", "i"));
        store.AssertClosed();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Append_CancelledAtAnyMoment_IsStoredExactlyWhenItCompletes(int seed)
    {
        IMetricStore store = await Stores.OpenAsync();
        var completed = new ConcurrentDictionary<int, int>();
        var cancelled = new ConcurrentDictionary<int, int>();
        int withdrawn = 0;
        int next = 0;
        async Task Produce(int producer)
        {
            var random = new Random((seed * 100) + producer);
            for (int i = 0; i < 150; i++)
            {
                int mark = Interlocked.Increment(ref next);
                int rows = random.Next(3) switch { 0 => 1, 1 => random.Next(2, 20), _ => random.Next(257, 400) };
                int way = random.Next(3);
                using var source = new CancellationTokenSource();
                Task canceller = random.Next(3) == 0 ? Task.CompletedTask : Task.Run(() =>
                {
                    Thread.SpinWait(random.Next(20_000));
                    source.Cancel();
                });
                try
                {
                    AppendResult result = way switch
                    {
                        0 when rows == 1 => await store.AppendAsync(Marked(mark), source.Token),
                        1 => await store.AppendColumnsAsync(Columns(mark, rows), cancellationToken: source.Token),
                        _ => await store.AppendBatchAsync([.. Enumerable.Repeat(Marked(mark), rows)], cancellationToken: source.Token),
                    };
                    Assert.Equal(rows, result.Stored);
                    completed[mark] = rows;
                }
                catch (OperationCanceledException)
                {
                    cancelled[mark] = rows;
                    Interlocked.Add(ref withdrawn, rows);
                }

                await canceller;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(producer => Task.Run(() => Produce(producer)))).WaitAsync(TimeSpan.FromMinutes(1));
        Dictionary<int, int> stored = (await store.AllAsync()).GroupBy(record => (int)record.Value!.Value).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(completed.OrderBy(pair => pair.Key), stored.OrderBy(pair => pair.Key));
        Assert.NotEmpty(cancelled);
        Assert.NotEmpty(completed);
        IngestCounts counts = store.AssertClosed();
        Assert.Equal(completed.Values.Sum(), counts.Stored);
        Assert.InRange(counts.Cancelled, 0, withdrawn);
    }

    [Fact]
    public async Task Read_CancelledAtAnyMoment_HarmsNoOtherRead()
    {
        IMetricStore store = await Stores.OpenAsync();
        await store.AppendColumnsAsync(Columns(1, 20_000));
        async Task ReadOften(int reader)
        {
            var random = new Random(reader);
            for (int i = 0; i < 60; i++)
            {
                using var source = new CancellationTokenSource();
                bool cancels = random.Next(2) == 0;
                Task canceller = !cancels ? Task.CompletedTask : Task.Run(() =>
                {
                    Thread.SpinWait(random.Next(100_000));
                    source.Cancel();
                });
                try
                {
                    RecordPage page = await store.ReadPageAsync(MetricQuery.All, 500, source.Token);
                    Assert.Equal(500, page.Records.Count);
                }
                catch (OperationCanceledException)
                {
                    Assert.True(cancels);
                }

                await canceller;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(reader => Task.Run(() => ReadOften(reader)))).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(20_000, (await store.AllAsync()).Count);
    }

    [Fact]
    public async Task Flush_Cancelled_GoesOnWithoutItsCaller()
    {
        IMetricStore store = await Stores.OpenAsync();
        store.Intake.TryAdd(Some.Metric());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.FlushAsync(new CancellationToken(canceled: true)));
        await store.FlushAsync();
        Assert.Single(await store.AllAsync());
    }

    private static CustomMetric Marked(int mark) => Some.Metric(mark) with { Timestamp = Some.Time };

    private static ColumnBatch Columns(int mark, int rows) => new()
    {
        Count = rows,
        Category = MetricCategory.Custom,
        Names = TextValues.Constant("build"),
        Measurements = [new MeasurementColumn("value", Some.Make(rows, _ => (double)mark))],
    };
}
