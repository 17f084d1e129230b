using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Records with a merger: copies become one record in whatever order they come, also if they know each other only by an alias.</summary>
internal static class MergeChecks
{
    private static readonly LargestValues Merger = new();

    internal static IReadOnlyDictionary<string, Func<StoreConformance, Task>> All { get; } = new Dictionary<string, Func<StoreConformance, Task>>(StringComparer.Ordinal)
    {
        ["merging.any_order_gives_one_record"] = AnyOrderAsync,
        ["merging.a_copy_that_adds_nothing_is_a_duplicate"] = DuplicateAsync,
        ["merging.two_records_become_one"] = TwoBecomeOneAsync,
        ["merging.columns_merge_as_rows_do"] = ColumnsAsync,
        ["merging.writers_at_once_lose_nothing"] = RaceAsync,
        ["merging.deletion_forgets_key_and_aliases"] = DeletionAsync,
        ["merging.what_the_session_says_is_not_stored"] = SessionAsync,
        ["merging.a_copy_without_merger_leaves_an_alias_alone"] = PlainCopyAsync,
    };

    private static RawMetric Copy(StoreConformance subject, string key, string? alias, string measurement, double value = 1) => new(MetricCategory.Custom, "build")
    {
        Timestamp = subject.Clock.Now,
        Key = new RecordKey(key),
        Aliases = alias is null ? [] : [alias],
        Merger = Merger,
        Measurements = new MeasurementSet { [measurement] = value },
    };

    private static string Content(MetricRecord record) =>
        $"{record.Key!.Value.Value}: {string.Join(' ', record.Measurements.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value}")))}";

    private static async Task<string[]> ContentAsync(IMetricStore store) => [.. (await Records.AllAsync(store).ConfigureAwait(false)).Select(Content)];

    private static async Task AnyOrderAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for (int i = 0; i < orders.Length * 2; i++)
        {
            RawMetric[] copies = [Copy(subject, "a" + i, "z" + i, "x"), Copy(subject, "a" + i, null, "y", 5), Copy(subject, "z" + i, null, "z", 7)];
            int[] order = orders[i % orders.Length];
            if (i < orders.Length)
            {
                foreach (int copy in order)
                {
                    await store.AppendAsync(copies[copy]).ConfigureAwait(false);
                    await subject.SettleAsync(store).ConfigureAwait(false);
                }
            }
            else
            {
                await store.AppendBatchAsync([.. order.Select(copy => copies[copy])]).ConfigureAwait(false);
            }
        }

        for (int round = 0; round < 2; round++)
        {
            Verify.Sequence(Enumerable.Range(0, orders.Length * 2).Select(i => $"a{i}: x=1 y=5 z=7").Order(StringComparer.Ordinal), (await ContentAsync(store).ConfigureAwait(false)).Order(StringComparer.Ordinal), "Records");
            Verify.Equal(orders.Length * 2L, (await store.DescribeAsync().ConfigureAwait(false)).Records, "Records counted");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task DuplicateAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        RawMetric copy = Copy(subject, "a", "z", "x", 3);
        Verify.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(copy).ConfigureAwait(false), "Result of the first copy");
        long id = (await Records.AllAsync(store).ConfigureAwait(false)).Single().Id;
        foreach (RawMetric again in (RawMetric[])[copy, Copy(subject, "a", null, "x", 2), Copy(subject, "a", "z", "x", 1), copy with { Key = new RecordKey("a", -1) }])
        {
            Verify.Equal(new AppendResult(0, 0, 1), await store.AppendAsync(again).ConfigureAwait(false), "Result of a copy that adds nothing");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }

        Verify.Equal(id, (await Records.AllAsync(store).ConfigureAwait(false)).Single().Id, "Id of the record");
        Verify.Equal(new AppendResult(1, 1, 0), await store.AppendAsync(Copy(subject, "z", null, "y")).ConfigureAwait(false), "Result of a copy that adds something");
        Verify.Sequence(["a: x=3 y=1"], await ContentAsync(store).ConfigureAwait(false), "Records");
    }

    private static async Task TwoBecomeOneAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendAsync(Copy(subject, "z", null, "x")).ConfigureAwait(false);
        await store.AppendAsync(Copy(subject, "a", null, "y")).ConfigureAwait(false);
        await subject.SettleAsync(store).ConfigureAwait(false);
        Verify.Equal(2, (await Records.AllAsync(store).ConfigureAwait(false)).Count, "Records before it is known that they are the same");
        Verify.Equal(new AppendResult(1, 1, 0), await store.AppendAsync(Copy(subject, "a", "z", "v")).ConfigureAwait(false), "Result of the copy that knows");
        await store.AppendAsync(Copy(subject, "z", null, "w")).ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            Verify.Sequence(["a: v=1 w=1 x=1 y=1"], await ContentAsync(store).ConfigureAwait(false), "Records");
            AggregateResult count = await store.AggregateAsync(new AggregateQuery { Functions = ["count"] }).ConfigureAwait(false);
            Verify.Equal(1L, (await store.DescribeAsync().ConfigureAwait(false)).Records, "Records counted");
            Verify.Equal(1, count.Groups.Count, "Groups");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task ColumnsAsync(StoreConformance subject)
    {
        const int count = 300;
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendBatchAsync([.. Enumerable.Range(0, count).Where(i => i % 3 == 0).Select(i => Copy(subject, $"z{i:D3}", null, "y", i))]).ConfigureAwait(false);
        await subject.SettleAsync(store).ConfigureAwait(false);
        var batch = new ColumnBatch
        {
            Count = count,
            Category = MetricCategory.Custom,
            Names = TextValues.Constant("build"),
            Keys = TextValues.Of([.. Enumerable.Range(0, count).Select(i => $"a{i:D3}")]),
            Aliases = TextValues.Of([.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? null : $"z{i:D3}")]),
            Merger = Merger,
            Measurements = [new MeasurementColumn("x", Enumerable.Range(0, count).Select(i => (double)i).ToArray())],
        };
        AppendResult result = await store.AppendColumnsAsync(batch).ConfigureAwait(false);
        Verify.Equal(new AppendResult(count, count / 6, 0), result, "Result");
        Verify.Equal(new AppendResult(0, 0, count), await store.AppendColumnsAsync(batch).ConfigureAwait(false), "Result of the same columns again");
        IEnumerable<string> expected = Enumerable.Range(0, count).Select(i => i % 6 == 3 ? $"a{i:D3}: x={i} y={i}" : $"a{i:D3}: x={i}")
            .Concat(Enumerable.Range(0, count).Where(i => i % 6 == 0).Select(i => $"z{i:D3}: y={i}"));
        Verify.Sequence(expected.Order(StringComparer.Ordinal), (await ContentAsync(store).ConfigureAwait(false)).Order(StringComparer.Ordinal), "Records");
    }

    private static async Task RaceAsync(StoreConformance subject)
    {
        const int writers = 8;
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        IMetricStore other = subject.SharesDatabase ? await subject.OpenAsync().ConfigureAwait(false) : store;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (int key = 0; key < 5; key++)
            {
                RawMetric copy = writer % 2 == 0 ? Copy(subject, "a" + key, "z" + key, "m" + writer) : Copy(subject, "z" + key, null, "m" + writer);
                await (writer % 4 < 2 ? store : other).AppendAsync(copy).ConfigureAwait(false);
            }
        }))).ConfigureAwait(false);
        string all = string.Join(' ', Enumerable.Range(0, writers).Select(writer => $"m{writer}=1"));
        Verify.Sequence(Enumerable.Range(0, 5).Select(key => $"a{key}: {all}"), (await ContentAsync(store).ConfigureAwait(false)).Order(StringComparer.Ordinal), "Records");
    }

    private static async Task DeletionAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendAsync(Copy(subject, "z", null, "x")).ConfigureAwait(false);
        await store.AppendAsync(Copy(subject, "a", "z", "y") with { SessionId = "s" }).ConfigureAwait(false);
        await subject.SettleAsync(store).ConfigureAwait(false);
        await store.DeleteAsync(new DeleteQuery { SessionId = "s" }).ConfigureAwait(false);
        Verify.Equal(0, (await Records.AllAsync(store).ConfigureAwait(false)).Count, "Records left");
        Verify.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(Copy(subject, "z", null, "v")).ConfigureAwait(false), "Result under the alias that was");
        Verify.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(Copy(subject, "a", null, "w")).ConfigureAwait(false), "Result under the key that was");
        Verify.Sequence(["a: w=1", "z: v=1"], (await ContentAsync(store).ConfigureAwait(false)).Order(StringComparer.Ordinal), "Records");
    }

    private static async Task SessionAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendAsync(new SessionMetric("session_start") { SessionId = "s", UserId = "ada", Timestamp = subject.Clock.Now }).ConfigureAwait(false);
        await store.AppendAsync(Copy(subject, "a", null, "x") with { SessionId = "s" }).ConfigureAwait(false);
        await store.AppendAsync(Copy(subject, "a", null, "y") with { SessionId = "s" }).ConfigureAwait(false);
        subject.Clock.Advance(TimeSpan.FromSeconds(1));
        await store.AppendAsync(new SessionMetric("session_start") { SessionId = "s", UserId = "grace", Timestamp = subject.Clock.Now }).ConfigureAwait(false);
        Verify.Equal("grace", (await Records.AllAsync(store, new MetricQuery { Category = MetricCategory.Custom }).ConfigureAwait(false)).Single().UserId, "User of the merged record");
    }

    private static async Task PlainCopyAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendAsync(Copy(subject, "a", "z", "x")).ConfigureAwait(false);
        RawMetric plain = Copy(subject, "z", null, "y") with { Merger = null, Key = new RecordKey("z", 100) };
        Verify.Equal(new AppendResult(0, 0, 1), await store.AppendAsync(plain).ConfigureAwait(false), "Result of a plain copy under an alias");
        Verify.Sequence(["a: x=1"], await ContentAsync(store).ConfigureAwait(false), "Records");
        await store.AppendAsync(plain with { Key = new RecordKey("a", 100) }).ConfigureAwait(false);
        await store.AppendAsync(Copy(subject, "z", null, "w")).ConfigureAwait(false);
        Verify.Sequence(["a: w=1 y=1"], await ContentAsync(store).ConfigureAwait(false), "Records after a plain copy of a higher rank took the record's place, with its alias");
    }
}
