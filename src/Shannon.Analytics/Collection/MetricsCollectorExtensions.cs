using System.Runtime.CompilerServices;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Collection;

/// <summary>The named ways to collect, and streaming, for every <see cref="IMetricsCollector"/>.</summary>
public static class MetricsCollectorExtensions
{
    private const int PageSize = 4_096;

    /// <summary>Stores something about a session's life.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Withdraws the metric if the store has not taken it yet.</param>
    public static Task CollectSessionMetricAsync(this IMetricsCollector collector, SessionMetric metric, CancellationToken cancellationToken = default) =>
        CollectAsync(collector, metric, cancellationToken);

    /// <summary>Stores how long or how fast something was.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Withdraws the metric if the store has not taken it yet.</param>
    public static Task CollectPerformanceMetricAsync(this IMetricsCollector collector, PerformanceMetric metric, CancellationToken cancellationToken = default) =>
        CollectAsync(collector, metric, cancellationToken);

    /// <summary>Stores what a process used.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Withdraws the metric if the store has not taken it yet.</param>
    public static Task CollectResourceMetricAsync(this IMetricsCollector collector, ResourceMetric metric, CancellationToken cancellationToken = default) =>
        CollectAsync(collector, metric, cancellationToken);

    /// <summary>Stores the tokens of a response.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Withdraws the metric if the store has not taken it yet.</param>
    public static Task CollectTokenMetricAsync(this IMetricsCollector collector, TokenMetric metric, CancellationToken cancellationToken = default) =>
        CollectAsync(collector, metric, cancellationToken);

    /// <summary>Stores an error.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Withdraws the metric if the store has not taken it yet.</param>
    public static Task CollectErrorMetricAsync(this IMetricsCollector collector, ErrorMetric metric, CancellationToken cancellationToken = default) =>
        CollectAsync(collector, metric, cancellationToken);

    /// <summary>Stores a number of the host's own.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Withdraws the metric if the store has not taken it yet.</param>
    public static Task CollectCustomMetricAsync(this IMetricsCollector collector, CustomMetric metric, CancellationToken cancellationToken = default) =>
        CollectAsync(collector, metric, cancellationToken);

    /// <summary>
    /// Streams stored records in pages, each from a short snapshot of its own, so that a slow consumer holds up nothing. All pages show the
    /// store as it was when the first was read. There is no upper bound on their number.
    /// </summary>
    /// <param name="collector">The collector.</param>
    /// <param name="query">Which records; <see langword="null"/> for all, oldest first.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async IAsyncEnumerable<MetricRecord> EnumerateMetricsAsync(
        this IMetricsCollector collector,
        MetricQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(collector);
        query ??= MetricQuery.All;
        if (collector is IStoreComponent { Store: { } store })
        {
            int left = query.Limit ?? int.MaxValue;
            RecordCursor? next = query.After;
            do
            {
                RecordPage page = await store.ReadPageAsync(query with { After = next }, Math.Min(left, PageSize), cancellationToken).ConfigureAwait(false);
                foreach (MetricRecord record in page.Records)
                {
                    yield return record;
                }

                left -= page.Records.Count;
                next = page.Next;
            }
            while (next is not null && left > 0);
            yield break;
        }

        foreach (MetricRecord record in await collector.GetMetricsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    private static Task CollectAsync(IMetricsCollector collector, MetricInput metric, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collector);
        return collector.CollectAsync(metric, cancellationToken);
    }
}
