using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>Short ways to read a store in tests.</summary>
internal static class Read
{
    public static async Task<IReadOnlyList<MetricRecord>> AllAsync(this IMetricStore store, MetricQuery? query = null)
    {
        var records = new List<MetricRecord>();
        MetricQuery next = query ?? MetricQuery.All;
        while (true)
        {
            RecordPage page = await store.ReadPageAsync(next, 10_000);
            records.AddRange(page.Records);
            if (page.Next is null)
            {
                return records;
            }

            next = next with { After = page.Next };
        }
    }

    /// <summary>Asserts that the counts close and nothing is pending, and returns them.</summary>
    public static IngestCounts AssertClosed(this IMetricStore store)
    {
        IngestCounts counts = store.Health.Ingest;
        Assert.Equal(counts.Offered, counts.Stored + counts.Duplicates + counts.Dropped + counts.Rejected + counts.Failed + counts.Cancelled + counts.Pending);
        Assert.Equal(0, counts.Pending);
        return counts;
    }
}
