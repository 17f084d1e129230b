using System.Runtime.CompilerServices;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>Reads all records of a query, page by page; what is written meanwhile is not seen.</summary>
internal static class StorePages
{
    internal static async IAsyncEnumerable<MetricRecord> ReadAsync(IMetricStore store, MetricQuery query, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long left = query.Limit ?? long.MaxValue;
        while (left > 0)
        {
            RecordPage page = await store.ReadPageAsync(query, (int)Math.Min(pageSize, left), cancellationToken).ConfigureAwait(false);
            foreach (MetricRecord record in page.Records)
            {
                yield return record;
            }

            left -= page.Records.Count;
            if (page.Next is not { } next)
            {
                yield break;
            }

            query = query with { After = next };
        }
    }
}
