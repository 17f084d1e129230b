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
        Task<RecordPage>? reading = left > 0 ? store.ReadPageAsync(query, (int)Math.Min(pageSize, left), cancellationToken) : null;
        try
        {
            while (reading is not null)
            {
                RecordPage page = await reading.ConfigureAwait(false);
                left -= page.Records.Count;

                // The next page is read while the caller works on this one.
                reading = page.Next is { } next && left > 0
                    ? store.ReadPageAsync(query with { After = next }, (int)Math.Min(pageSize, left), cancellationToken)
                    : null;
                foreach (MetricRecord record in page.Records)
                {
                    yield return record;
                }
            }
        }
        finally
        {
            // A caller that stops early leaves a page behind; the store may be closed once nothing reads any more.
            if (reading is not null)
            {
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
