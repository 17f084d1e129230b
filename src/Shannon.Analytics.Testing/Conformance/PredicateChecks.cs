using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Conditions that every way of reading must heed alike, before and after what is stored has settled.</summary>
internal static class PredicateChecks
{
    internal static IReadOnlyDictionary<string, Func<StoreConformance, Task>> All { get; } = new Dictionary<string, Func<StoreConformance, Task>>(StringComparer.Ordinal)
    {
        ["predicates.exclude_failed"] = ExcludeFailedAsync,
        ["predicates.as_of_an_id"] = AsOfAsync,
        ["predicates.as_of_an_id_before_a_replacement"] = AsOfReplacementAsync,
    };

    private static async Task ExcludeFailedAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);

        // What says whether it succeeded goes by that; else a status of 400 and more is a failure.
        await store.AppendBatchAsync(
        [
            Of(1), Of(2, success: true), Of(4, success: false), Of(8, status: 200), Of(16, status: 399), Of(32, status: 400), Of(64, status: 529), Of(128, success: true, status: 500), Of(256, success: false, status: 200),
        ]).ConfigureAwait(false);
        double[] good = [1, 2, 8, 16, 128];
        for (int round = 0; round < 2; round++)
        {
            await VerifyAsync(store, [1, 2, 4, 8, 16, 32, 64, 128, 256], excludeFailed: false, asOfId: null).ConfigureAwait(false);
            await VerifyAsync(store, good, excludeFailed: true, asOfId: null).ConfigureAwait(false);
            await subject.SettleAsync(store).ConfigureAwait(false);
        }

        CustomMetric Of(double value, bool? success = null, int? status = null)
        {
            CustomMetric metric = Records.Metric(subject, value, value);
            if (success is { } said)
            {
                metric.Attributes["success"] = said;
            }

            if (status is { } code)
            {
                metric.Attributes["status_code"] = code;
            }

            return metric;
        }
    }

    private static async Task AsOfAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendBatchAsync([Records.Metric(subject, 1, 1), Records.Metric(subject, 2, 2)]).ConfigureAwait(false);
        long first = (await store.DescribeAsync().ConfigureAwait(false)).LastId;

        // Later in time and earlier: the id tells, not the time.
        await store.AppendBatchAsync([Records.Metric(subject, 4, 4), Records.Metric(subject, 8, -8)]).ConfigureAwait(false);
        long second = (await store.DescribeAsync().ConfigureAwait(false)).LastId;
        for (int round = 0; round < 2; round++)
        {
            await VerifyAsync(store, [1, 2], excludeFailed: false, first).ConfigureAwait(false);
            await VerifyAsync(store, [8, 1, 2, 4], excludeFailed: false, second).ConfigureAwait(false);
            await VerifyAsync(store, [], excludeFailed: false, asOfId: 0).ConfigureAwait(false);
            await subject.SettleAsync(store).ConfigureAwait(false);
            await VerifyAsync(store, [1, 2], excludeFailed: false, first).ConfigureAwait(false);
        }
    }

    private static async Task AsOfReplacementAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendBatchAsync([Records.Metric(subject, 1, 1) with { Key = new RecordKey("a", 1) }, Records.Metric(subject, 2, 2)]).ConfigureAwait(false);
        long before = (await store.DescribeAsync().ConfigureAwait(false)).LastId;
        await store.AppendAsync(Records.Metric(subject, 16, 1) with { Key = new RecordKey("a", 2) }).ConfigureAwait(false);

        await VerifyAsync(store, [1, 2], excludeFailed: false, before).ConfigureAwait(false);
        await VerifyAsync(store, [16, 2], excludeFailed: false, asOfId: null).ConfigureAwait(false);
    }

    private static async Task VerifyAsync(IMetricStore store, double[] expected, bool excludeFailed, long? asOfId)
    {
        Verify.Sequence(expected, await Records.ValuesAsync(store, new MetricQuery { ExcludeFailed = excludeFailed, AsOfId = asOfId }).ConfigureAwait(false), "Records of pages");
        AggregateResult aggregated = await store.AggregateAsync(new AggregateQuery { Functions = ["count", "sum"], ExcludeFailed = excludeFailed, AsOfId = asOfId }).ConfigureAwait(false);
        Verify.Equal(
            expected.Length == 0 ? (0, 0) : (expected.Length, expected.Sum()),
            aggregated.Groups.Count == 0 ? (0, 0) : ((int)aggregated.Groups[0].Values[0]!.Value, aggregated.Groups[0].Values[1]!.Value),
            "Count and sum");
        AggregateResult quick = await store.AggregateAsync(new AggregateQuery { Functions = ["count"], Precision = QueryPrecision.Approximate, ExcludeFailed = excludeFailed, AsOfId = asOfId }).ConfigureAwait(false);
        Verify.Equal(expected.Length, (int)(quick.Groups.Count == 0 ? 0 : quick.Groups[0].Values[0]!.Value), "Count of an approximate answer");
        Verify.Sequence(expected, (await store.ReadSeriesAsync(new SeriesQuery { ExcludeFailed = excludeFailed, AsOfId = asOfId }).ConfigureAwait(false)).Values.ToArray(), "Points of a series");
        Verify.Equal(
            expected.Length,
            (int)(await store.DistinctAsync(new DistinctQuery { Key = GroupKey.Name, ExcludeFailed = excludeFailed, AsOfId = asOfId }).ConfigureAwait(false)).Sum(static value => value.Count),
            "Records behind distinct values");
        var scanned = new List<double>();
        await foreach (ScanBatch batch in store.ScanAsync(new ScanQuery { ExcludeFailed = excludeFailed, AsOfId = asOfId }).ConfigureAwait(false))
        {
            scanned.AddRange(batch.Measurements.Single().Values.ToArray());
        }

        Verify.Sequence(expected, scanned, "Records of a scan");
    }
}
