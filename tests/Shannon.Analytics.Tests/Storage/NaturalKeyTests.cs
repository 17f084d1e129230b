using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>Of all copies of a record the best stays, in whatever order and way they arrive.</summary>
public abstract class NaturalKeyTests : TestsOverStores
{
    private protected NaturalKeyTests(StoreSource stores)
        : base(stores)
    {
    }

    public static TheoryData<string> WaysIn => ["one by one", "one batch", "columns", "large batch", "intake", "two store objects"];

    [Theory]
    [MemberData(nameof(WaysIn))]
    public async Task Copies_InEveryOrder_TheHighestRankStays(string way)
    {
        IMetricStore store = await Stores.OpenAsync();
        IMetricStore second = Stores.IsShared ? await Stores.OpenAsync() : store;
        int round = 0;
        foreach (int[] ranks in Permutations([0, 5, 7, 9]))
        {
            string key = "key" + round++;
            MetricInput[] copies = [.. ranks.Select(rank => Copy(key, rank))];
            await AppendAsync(way, copies, store, second);
            MetricRecord left = Assert.Single(await store.AllAsync(), record => record.Key?.Value == key);
            Assert.Equal((9.0, new RecordKey(key, 9)), (left.Value, left.Key));
        }

        Assert.Equal(round, (await store.DescribeAsync()).Records);
        Assert.Equal(round, (await store.AllAsync()).Count);
        IngestCounts counts = store.AssertClosed();
        IngestCounts others = ReferenceEquals(store, second) ? new IngestCounts() : second.AssertClosed();
        Assert.Equal((way == "large batch" ? 404 : 4) * round, counts.Offered + others.Offered);
        Assert.Equal(round, counts.Stored + others.Stored - counts.Replaced - others.Replaced);
    }

    [Fact]
    public async Task Copies_OfEqualRank_TheFirstStays()
    {
        IMetricStore store = await Stores.OpenAsync();
        Assert.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(Copy("k", 3) with { Value = 1 }));
        Assert.Equal(new AppendResult(0, 0, 1), await store.AppendAsync(Copy("k", 3) with { Value = 2 }));
        Assert.Equal(new AppendResult(1, 0, 2), await store.AppendBatchAsync([Copy("j", 3) with { Value = 3 }, Copy("j", 3) with { Value = 4 }, Copy("k", 3) with { Value = 5 }]));
        Assert.Equal([1.0, 3], (await store.AllAsync()).Select(record => record.Value));
    }

    [Fact]
    public async Task Replacement_GetsANewId_AndTheOldOneIsNeverReused()
    {
        IMetricStore store = await Stores.OpenAsync();
        await store.AppendAsync(Copy("k", 0));
        Assert.Equal(new AppendResult(1, 1, 0), await store.AppendAsync(Copy("k", 1)));
        await store.AppendAsync(Some.Metric() with { Timestamp = Some.Time });
        Assert.Equal([2L, 3], (await store.AllAsync()).Select(record => record.Id));
        Assert.Equal((3, 1), (store.AssertClosed().Stored, store.AssertClosed().Replaced));
    }

    [Fact]
    public async Task Keys_ThatDifferInCaseOrUnicodeForm_AreDifferent()
    {
        IMetricStore store = await Stores.OpenAsync();
        Assert.Equal(new AppendResult(4, 0, 0), await store.AppendBatchAsync([Copy("k", 0), Copy("K", 0), Copy("\u00e9", 0), Copy("e\u0301", 0)]));
    }

    [Fact]
    public async Task Ranks_AtTheExtremes_AreCompared()
    {
        IMetricStore store = await Stores.OpenAsync();
        await store.AppendAsync(Copy("k", long.MinValue));
        await store.AppendAsync(Copy("k", long.MaxValue));
        await store.AppendAsync(Copy("k", 0));
        Assert.Equal(long.MaxValue, Assert.Single(await store.AllAsync()).Key!.Value.Rank);
    }

    [Fact]
    public async Task LargeBatch_CopiesInDifferentBlocks_TheBestStays()
    {
        IMetricStore store = await Stores.OpenAsync();
        MetricInput[] batch = [.. Enumerable.Range(0, 40_000).Select(i => Copy("k" + (i % 10_000), i / 10_000))];
        AppendResult result = await store.AppendBatchAsync(batch);
        Assert.Equal(batch.Length, result.Stored + result.Duplicates);
        Assert.Equal(10_000, result.Stored - result.Replaced);
        IReadOnlyList<MetricRecord> records = await store.AllAsync();
        Assert.Equal(10_000, records.Count);
        Assert.All(records, record => Assert.Equal(3, record.Key!.Value.Rank));
        Assert.Equal(10_000, (await store.DescribeAsync()).Records);
    }

    [Fact]
    public async Task SessionAttributes_OfCopies_DoNotDependOnTheOrderOfArrival()
    {
        IMetricStore store = await Stores.OpenAsync();
        SessionMetric Start(string session, int rank) => new()
        {
            SessionId = session,
            UserId = "user" + rank,
            Timestamp = Some.Time.AddSeconds(-rank),
            Key = new RecordKey("start of " + session, rank),
        };
        await store.AppendAsync(Start("forward", 1));
        await store.AppendAsync(Start("forward", 2));
        await store.AppendAsync(Start("backward", 2));
        await store.AppendAsync(Start("backward", 1));
        await store.AppendBatchAsync([Start("together", 2), Start("together", 1)]);
        await store.AppendBatchAsync([.. ((string[])["forward", "backward", "together"]).Select(session => Some.Metric() with { SessionId = session, Timestamp = Some.Time.AddDays(1) })]);
        Assert.Equal(["user1", "user1", "user1"], (await store.AllAsync(new MetricQuery { Category = MetricCategory.Custom })).Select(record => record.UserId));
    }

    private static CustomMetric Copy(string key, long rank) => Some.Metric(rank) with { Timestamp = Some.Time, Key = new RecordKey(key, rank) };

    private static async Task AppendAsync(string way, MetricInput[] copies, IMetricStore store, IMetricStore second)
    {
        switch (way)
        {
            case "one batch":
                await store.AppendBatchAsync(copies);
                break;
            case "large batch":
                await store.AppendBatchAsync([.. copies, .. Enumerable.Repeat(copies, 100).SelectMany(all => all)]);
                break;
            case "columns":
                await store.AppendColumnsAsync(new ColumnBatch
                {
                    Count = copies.Length,
                    Category = MetricCategory.Custom,
                    Names = TextValues.Constant("build"),
                    Keys = TextValues.Of([.. copies.Select(copy => copy.Key!.Value.Value)]),
                    KeyRanks = copies.Select(copy => copy.Key!.Value.Rank).ToArray(),
                    Measurements = [new MeasurementColumn("value", copies.Select(copy => ((CustomMetric)copy).Value).ToArray())],
                });
                break;
            case "intake":
                Assert.All(copies, copy => Assert.True(store.Intake.TryAdd(copy)));
                await store.FlushAsync();
                break;
            default:
                for (int i = 0; i < copies.Length; i++)
                {
                    await (way == "two store objects" && i % 2 == 1 ? second : store).AppendAsync(copies[i]);
                }

                break;
        }
    }

    private static IEnumerable<int[]> Permutations(int[] values) =>
        values.Length == 1 ? [values] : values.SelectMany(first => Permutations([.. values.Where(value => value != first)]).Select(rest => (int[])[first, .. rest]));
}
