using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Collection;

/// <summary>
/// Takes metrics in and hands stored ones out. Four members, so that a test double is quickly made; the many ways to call it are extension
/// methods in <see cref="MetricsCollectorExtensions"/>. Thread-safe.
/// </summary>
public interface IMetricsCollector
{
    /// <summary>Stores a metric. When the task completes, the metric is durable and visible to every reader.</summary>
    /// <param name="metric">Any of the typed inputs; it cannot change afterwards.</param>
    /// <param name="cancellationToken">Withdraws the metric if the store has not taken it yet; then <see cref="OperationCanceledException"/> means it is not stored.</param>
    /// <exception cref="Diagnostics.MetricValidationException">A field is invalid; the message names it. Nothing was stored.</exception>
    /// <exception cref="Diagnostics.StoreException">The store could not write. Nothing was stored.</exception>
    Task CollectAsync(MetricInput metric, CancellationToken cancellationToken = default);

    /// <summary>Stores a batch whole or not at all; otherwise as <see cref="CollectAsync"/>.</summary>
    /// <param name="metrics">Up to <see cref="MetricLimits.MaxBatchCount"/> metrics; identical ones are not merged.</param>
    /// <param name="cancellationToken">Withdraws the batch if the store has not taken it yet.</param>
    Task CollectBatchAsync(IEnumerable<MetricInput> metrics, CancellationToken cancellationToken = default);

    /// <summary>Takes a metric without waiting; it is stored at the next flush. A crash may lose what came since the last one.</summary>
    /// <param name="metric">Any of the typed inputs; it cannot change afterwards.</param>
    /// <returns><see langword="false"/> if the buffer is full: the metric is dropped and counted.</returns>
    /// <exception cref="Diagnostics.MetricValidationException">A field is invalid; the message names it.</exception>
    bool TryCollect(MetricInput metric);

    /// <summary>
    /// Returns stored records as a list. Sees everything whose collection was awaited, here or anywhere else.
    /// </summary>
    /// <param name="query">Which records; <see langword="null"/> for all, oldest first.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="Diagnostics.ResultTooLargeException">More than <see cref="MetricLimits.MaxListCount"/> records match; stream them with <see cref="MetricsCollectorExtensions.EnumerateMetricsAsync"/>.</exception>
    Task<IReadOnlyList<MetricRecord>> GetMetricsAsync(MetricQuery? query = null, CancellationToken cancellationToken = default);
}
