using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Makes and reads records for the checks.</summary>
internal static class Records
{
    internal static CustomMetric Metric(StoreConformance subject, double value, double seconds = 0) =>
        new("build", value) { Timestamp = subject.Clock.Now.AddSeconds(seconds) };

    internal static async Task<List<MetricRecord>> AllAsync(IMetricStore store, MetricQuery? query = null)
    {
        var records = new List<MetricRecord>();
        query ??= MetricQuery.All;
        RecordCursor? next;
        do
        {
            RecordPage page = await store.ReadPageAsync(query, 1_000).ConfigureAwait(false);
            records.AddRange(page.Records);
            next = page.Next;
            query = query with { After = next };
        }
        while (next is not null);
        return records;
    }

    internal static async Task<double[]> ValuesAsync(IMetricStore store, MetricQuery? query = null) =>
        [.. (await AllAsync(store, query).ConfigureAwait(false)).Select(record => record.Value ?? double.NaN)];
}
