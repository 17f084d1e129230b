using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage;

/// <summary>
/// Changes records before anything else of the library sees them: before they are buffered, streamed, logged or written.
/// Called on the caller's thread, concurrently; must be fast and thread-safe. What it throws fails the call, and nothing of it is stored.
/// </summary>
public interface IRecordFilter
{
    /// <summary>Filters one validated metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The same or another valid metric.</returns>
    MetricInput Apply(MetricInput metric);

    /// <summary>Filters a validated batch of columns.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>The same or another valid batch with as many rows.</returns>
    ColumnBatch Apply(ColumnBatch batch);

    /// <summary>
    /// Makes durable what the records filtered so far rely on, such as what their tokens stand for. Awaited before they are stored; when it fails, they
    /// are not. Does nothing by default.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask SettleAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
