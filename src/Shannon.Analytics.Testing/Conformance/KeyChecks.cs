using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Natural keys: the highest rank stays, replaced records count nowhere.</summary>
internal static class KeyChecks
{
    internal static IReadOnlyDictionary<string, Func<StoreConformance, Task>> All { get; } = new Dictionary<string, Func<StoreConformance, Task>>(StringComparer.Ordinal)
    {
        ["keys.highest_rank_stays"] = HighestRankAsync,
        ["keys.equal_rank_keeps_the_first"] = EqualRankAsync,
        ["keys.replaced_counts_nowhere"] = ReplacedAsync,
        ["keys.replacement_has_a_new_id"] = NewIdAsync,
    };

    private static CustomMetric Copy(StoreConformance subject, string key, long rank) =>
        Records.Metric(subject, rank) with { Key = new RecordKey(key, rank) };

    private static async Task HighestRankAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        long[][] orders = [[1, 2, 3], [3, 2, 1], [2, 3, 1], [3, 1, 2], [long.MinValue, 0, 3]];
        for (int i = 0; i < orders.Length; i++)
        {
            foreach (long rank in orders[i])
            {
                await store.AppendAsync(Copy(subject, "key" + i, rank)).ConfigureAwait(false);
                if (i % 2 == 0)
                {
                    await subject.SettleAsync(store).ConfigureAwait(false);
                }
            }

            await store.AppendBatchAsync([.. orders[i].Select(rank => Copy(subject, "batch" + i, rank))]).ConfigureAwait(false);
        }

        List<MetricRecord> left = await Records.AllAsync(store).ConfigureAwait(false);
        Verify.Equal(2 * orders.Length, left.Count, "Records left");
        Verify.That(left.All(record => record.Value == 3 && record.Key!.Value.Rank == 3), "The copy with the highest rank stays.");
    }

    private static async Task EqualRankAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendAsync(Copy(subject, "k", 5) with { Value = 1 }).ConfigureAwait(false);
        await subject.SettleAsync(store).ConfigureAwait(false);
        Verify.Equal(new AppendResult(0, 0, 1), await store.AppendAsync(Copy(subject, "k", 5) with { Value = 2 }).ConfigureAwait(false), "Result of a copy of equal rank");
        Verify.Sequence([1.0], await Records.ValuesAsync(store).ConfigureAwait(false), "Values");
    }

    private static async Task ReplacedAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendBatchAsync([Copy(subject, "k", 1) with { SessionId = "old" }, Records.Metric(subject, 10)]).ConfigureAwait(false);
        await subject.SettleAsync(store).ConfigureAwait(false);
        Verify.Equal(new AppendResult(1, 1, 0), await store.AppendAsync(Copy(subject, "k", 2) with { SessionId = "new" }).ConfigureAwait(false), "Result of a better copy");
        for (int round = 0; round < 2; round++)
        {
            Verify.Sequence([2.0, 10], (await Records.ValuesAsync(store).ConfigureAwait(false)).Order(), "Values");
            AggregateResult total = await store.AggregateAsync(new AggregateQuery { Functions = ["count", "sum"] }).ConfigureAwait(false);
            Verify.Close(2, total.Groups[0].Values[0], "Count");
            Verify.Close(12, total.Groups[0].Values[1], "Sum");
            Verify.Equal(0, (await Records.AllAsync(store, new MetricQuery { SessionId = "old" }).ConfigureAwait(false)).Count, "Records of the replaced copy's session");
            Verify.Equal(2L, (await store.DescribeAsync().ConfigureAwait(false)).Records, "Records");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task NewIdAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        var ids = new List<long>();
        for (int rank = 0; rank < 4; rank++)
        {
            await store.AppendAsync(Copy(subject, "k", rank)).ConfigureAwait(false);
            ids.Add((await Records.AllAsync(store).ConfigureAwait(false)).Single().Id);
        }

        Verify.Sequence(ids.Distinct().Order(), ids, "Ids of the copies that stayed in turn");
    }
}
