using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Deletion, retention, and the durable reader's view.</summary>
internal static class RemovalChecks
{
    internal static IReadOnlyDictionary<string, Func<StoreConformance, Task>> All { get; } = new Dictionary<string, Func<StoreConformance, Task>>(StringComparer.Ordinal)
    {
        ["removal.deleted_records_are_gone"] = DeleteAsync,
        ["removal.everything_needs_consent"] = ConsentAsync,
        ["removal.deleted_keys_are_forgotten"] = KeysAsync,
        ["removal.drop_keeps_from_the_moment_on"] = DropAsync,
        ["changes.every_record_once_in_order_of_commits"] = ChangesAsync,
    };

    private static async Task<IMetricStore> FilledAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendBatchAsync([.. Enumerable.Range(0, 40).Select(i => Records.Metric(subject, i, i * 3_600) with { SessionId = i % 2 == 0 ? "even" : "odd" })]).ConfigureAwait(false);
        await subject.SettleAsync(store).ConfigureAwait(false);
        await store.AppendBatchAsync([.. Enumerable.Range(40, 10).Select(i => Records.Metric(subject, i, i * 3_600) with { SessionId = i % 2 == 0 ? "even" : "odd" })]).ConfigureAwait(false);
        return store;
    }

    private static async Task DeleteAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        Verify.Equal(25L, (await store.DeleteAsync(new DeleteQuery { SessionId = "odd" }).ConfigureAwait(false)).Records, "Records deleted");
        for (int round = 0; round < 2; round++)
        {
            Verify.Sequence(Enumerable.Range(0, 25).Select(i => (double)(2 * i)), await Records.ValuesAsync(store).ConfigureAwait(false), "Values left");
            AggregateResult left = await store.AggregateAsync(new AggregateQuery { GroupBy = [GroupKey.Session], Functions = ["count", "sum"] }).ConfigureAwait(false);
            Verify.Sequence(["even 25 600"], left.Groups.Select(group => FormattableString.Invariant($"{group.Keys[0]} {group.Values[0]} {group.Values[1]}")), "Groups left");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }

        Verify.Equal(0L, (await store.DeleteAsync(new DeleteQuery { SessionId = "odd" }).ConfigureAwait(false)).Records, "Records deleted again");
    }

    private static async Task ConsentAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        await Verify.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(new DeleteQuery()), "A deletion without conditions").ConfigureAwait(false);
        Verify.Equal(50L, (await store.DescribeAsync().ConfigureAwait(false)).Records, "Records");
        Verify.Equal(50L, (await store.DeleteAsync(new DeleteQuery { AllowEverything = true }).ConfigureAwait(false)).Records, "Records deleted");
        Verify.Equal(0, (await Records.AllAsync(store).ConfigureAwait(false)).Count, "Records left");
    }

    private static async Task KeysAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        MetricInput keyed = Records.Metric(subject, 1) with { SessionId = "s", Key = new RecordKey("k", 1) };
        await store.AppendAsync(keyed).ConfigureAwait(false);
        await subject.SettleAsync(store).ConfigureAwait(false);
        await store.DeleteAsync(new DeleteQuery { SessionId = "s" }).ConfigureAwait(false);
        Verify.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(keyed).ConfigureAwait(false), "Result of collecting it again");
        Verify.Sequence([1.0], await Records.ValuesAsync(store).ConfigureAwait(false), "Values");
    }

    private static async Task DropAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        Verify.Equal(30L, (await store.DropBeforeAsync(subject.Clock.Now.AddHours(30)).ConfigureAwait(false)).Records, "Records dropped");
        for (int round = 0; round < 2; round++)
        {
            Verify.Sequence(Enumerable.Range(30, 20).Select(i => (double)i), await Records.ValuesAsync(store).ConfigureAwait(false), "Values left");
            AggregateResult left = await store.AggregateAsync(new AggregateQuery { Functions = ["count", "min"] }).ConfigureAwait(false);
            Verify.Close(20, left.Groups[0].Values[0], "Count");
            Verify.Close(30, left.Groups[0].Values[1], "Minimum");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task ChangesAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            var values = new List<double>();
            long after = 0;
            while (true)
            {
                IReadOnlyList<MetricChange> changes = await store.ReadChangesAsync(after, 7).ConfigureAwait(false);
                values.AddRange(changes.Select(change => change.Record.Value!.Value));
                if (changes.Count < 7)
                {
                    break;
                }

                after = changes[^1].Record.Id;
            }

            Verify.Sequence(Enumerable.Range(0, 50).Select(i => (double)i), values, "Values by id");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }
}
