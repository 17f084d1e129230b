using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Queries over columns, before and after what is stored has settled.</summary>
internal static class QueryChecks
{
    internal static IReadOnlyDictionary<string, Func<StoreConformance, Task>> All { get; } = new Dictionary<string, Func<StoreConformance, Task>>(StringComparer.Ordinal)
    {
        ["queries.aggregate_functions"] = FunctionsAsync,
        ["queries.aggregate_groups"] = GroupsAsync,
        ["queries.many_at_once"] = ManyAsync,
        ["queries.costs_are_exact"] = CostsAsync,
        ["queries.empty_store"] = EmptyAsync,
        ["queries.series_is_ordered"] = SeriesAsync,
        ["queries.scan_returns_every_record_once"] = ScanAsync,
        ["queries.distinct_counts"] = DistinctAsync,
        ["queries.too_large_is_an_error"] = TooLargeAsync,
    };

    private static async Task<IMetricStore> FilledAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendBatchAsync([.. Enumerable.Range(0, 100).Select(i =>
            Records.Metric(subject, i, i * 60) with { SessionId = "s" + (i % 3), Attributes = new AttributeSet { ["tool"] = i % 2 == 0 ? "even" : "odd" } })]).ConfigureAwait(false);
        return store;
    }

    private static async Task FunctionsAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        AggregateFunction[] functions = ["count", "sum", "avg", "min", "max", "std", "p25", "median", "p99.9", "first", "last", "distinct"];
        double[] expected = [100, 4950, 49.5, 0, 99, Math.Sqrt(841.0 + (2.0 / 3)), 24.75, 49.5, 98.901, 0, 99, 100];
        for (int round = 0; round < 2; round++)
        {
            AggregateResult result = await store.AggregateAsync(new AggregateQuery { Selector = Selector.Of("build"), Functions = functions }).ConfigureAwait(false);
            Verify.Equal(1, result.Groups.Count, "Groups");
            for (int i = 0; i < functions.Length; i++)
            {
                Verify.Close(expected[i], result.Groups[0].Values[i], functions[i].ToString());
            }

            Verify.Equal(100L, result.Coverage.Records, "Records that an exact answer rests on");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task GroupsAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            AggregateResult bySession = await store.AggregateAsync(new AggregateQuery { GroupBy = [GroupKey.Session, GroupKey.Attribute("tool")], Functions = ["count"] }).ConfigureAwait(false);
            Verify.Sequence(
                ["s0 even 17", "s0 odd 17", "s1 even 16", "s1 odd 17", "s2 even 17", "s2 odd 16"],
                bySession.Groups.Select(group => FormattableString.Invariant($"{group.Keys[0]} {group.Keys[1]} {group.Values[0]}")),
                "Groups by session and attribute");

            // The clock stands at 15:09:26, so the first hour has 51 minutes.
            AggregateResult hourly = await store.AggregateAsync(new AggregateQuery { Bucket = TimeBucket.Hour, Functions = ["count"] }).ConfigureAwait(false);
            Verify.Sequence(["15:00 51", "16:00 49"], hourly.Groups.Select(group => FormattableString.Invariant($"{group.BucketStart:HH:mm} {group.Values[0]}")), "Groups by hour");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task ManyAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            IReadOnlyList<AggregateResult> answers = await store.AggregateManyAsync(
            [
                new AggregateQuery { Functions = ["count"], SessionId = "s1" },
                new AggregateQuery { Functions = ["sum"], GroupBy = [GroupKey.Attribute("tool")] },
                new AggregateQuery { Functions = ["count"], Selector = Selector.Of("absent") },
            ]).ConfigureAwait(false);
            Verify.Sequence(["33", "2450 2500", ""], answers.Select(answer => string.Join(' ', answer.Groups.Select(group => FormattableString.Invariant($"{group.Values[0]}")))), "Answers in the order of the queries");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task CostsAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        decimal[] costs = [900_000_000.000_000_001m, 0.1m, 0.2m, 0];
        await store.AppendBatchAsync([.. costs.Select((cost, i) => Records.Metric(subject, i, i) with { Cost = cost }), Records.Metric(subject, 9, 9)]).ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            AggregateGroup group = (await store.AggregateAsync(new AggregateQuery { Functions = ["count"], IncludeCosts = true }).ConfigureAwait(false)).Groups[0];
            Verify.Equal((5.0, 900_000_000.300_000_001m, 4L), (group.Values[0], group.Cost, group.RecordsWithCost), "Count, cost, records with a cost");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task EmptyAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            Verify.Equal(0, (await store.AggregateAsync(new AggregateQuery { Functions = ["sum"] }).ConfigureAwait(false)).Groups.Count, "Groups");
            Verify.Equal(0, (await store.ReadSeriesAsync(new SeriesQuery()).ConfigureAwait(false)).Count, "Points");
            Verify.Equal(0, (await store.DistinctAsync(new DistinctQuery { Key = GroupKey.Name }).ConfigureAwait(false)).Count, "Values");
            Verify.Equal((0L, null), ((await store.DescribeAsync().ConfigureAwait(false)).Records, (await store.DescribeAsync().ConfigureAwait(false)).Oldest), "Description");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task SeriesAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        await subject.SettleAsync(store).ConfigureAwait(false);
        await store.AppendBatchAsync([Records.Metric(subject, 1_000, 90), Records.Metric(subject, 1_001, -60)]).ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            Series series = await store.ReadSeriesAsync(new SeriesQuery { Selector = Selector.Of("build") }).ConfigureAwait(false);
            Verify.Sequence([1_001, 0, 1, 1_000, .. Enumerable.Range(2, 98).Select(i => (double)i)], series.Values.ToArray(), "Values by time");
            Verify.Sequence(series.TimestampsMicros.ToArray().Order(), series.TimestampsMicros.ToArray(), "Times");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task ScanAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            var values = new List<double>();
            var ids = new List<long>();
            await foreach (ScanBatch batch in store.ScanAsync(new ScanQuery { BatchSize = 7 }).ConfigureAwait(false))
            {
                values.AddRange(batch.Measurements.Single().Values.ToArray());
                ids.AddRange(batch.Ids.ToArray());
            }

            Verify.Sequence(Enumerable.Range(0, 100).Select(i => (double)i), values, "Values");
            Verify.Equal(100, ids.Distinct().Count(), "Different ids");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task DistinctAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        await store.AppendAsync(Records.Metric(subject, 0)).ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            IReadOnlyList<DistinctValue> sessions = await store.DistinctAsync(new DistinctQuery { Key = GroupKey.Session }).ConfigureAwait(false);
            Verify.Sequence([new DistinctValue(null, 1), new("s0", 34), new("s1", 33), new("s2", 33)], sessions, "Sessions and their records");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task TooLargeAsync(StoreConformance subject)
    {
        IMetricStore store = await FilledAsync(subject).ConfigureAwait(false);
        await Verify.ThrowsAsync<ResultTooLargeException>(() => store.ReadSeriesAsync(new SeriesQuery { MaxPoints = 99 }), "More points than allowed").ConfigureAwait(false);
        await Verify.ThrowsAsync<ResultTooLargeException>(() => store.DistinctAsync(new DistinctQuery { Key = GroupKey.Session, MaxValues = 2 }), "More values than allowed").ConfigureAwait(false);
        await Verify.ThrowsAsync<ResultTooLargeException>(
            () => store.AggregateAsync(new AggregateQuery { GroupBy = [GroupKey.Session], Functions = ["count"], MaxGroups = 2 }), "More groups than allowed").ConfigureAwait(false);
    }
}
