using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Collection;

/// <summary>Collects into a store, and reads back from it. Holds nothing of its own: any number of collectors may share one store. Thread-safe.</summary>
public sealed class MetricsCollector : IMetricsCollector, IStoreComponent
{
    private const int PageSize = 16_384;

    /// <summary>Makes a collector over a store, which need not be open yet.</summary>
    /// <param name="store">The store; the caller goes on owning it.</param>
    public MetricsCollector(IMetricStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Store = store;
    }

    /// <inheritdoc/>
    public IMetricStore Store { get; }

    /// <inheritdoc/>
    public Task CollectAsync(MetricInput metric, CancellationToken cancellationToken = default) =>
        Store.AppendAsync(metric, cancellationToken).AsTask();

    /// <inheritdoc/>
    public async Task CollectBatchAsync(IEnumerable<MetricInput> metrics, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        IReadOnlyList<MetricInput> batch = metrics as IReadOnlyList<MetricInput> ?? [.. metrics];
        await Store.AppendBatchAsync(batch, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores a batch of columns whole or not at all: the fastest way in for producers that have columns. See <see cref="ColumnBatch"/>.</summary>
    /// <param name="batch">The columns; leave their arrays unchanged until the task completes.</param>
    /// <param name="cancellationToken">Withdraws the batch if the store has not taken it yet.</param>
    /// <returns>What became of the rows.</returns>
    public ValueTask<AppendResult> CollectColumnsAsync(ColumnBatch batch, CancellationToken cancellationToken = default) =>
        Store.AppendColumnsAsync(batch, cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public bool TryCollect(MetricInput metric) => Store.Intake.TryAdd(metric);

    /// <summary>Makes a recorder for one metric with fixed session and attributes: recording a number then costs a few nanoseconds and no memory.</summary>
    /// <param name="options">The metric; its name is required.</param>
    /// <exception cref="MetricValidationException">A field is invalid; the message names it.</exception>
    public MetricRecorder CreateRecorder(MetricRecorderOptions options) => new(Store, options);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricRecord>> GetMetricsAsync(MetricQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= MetricQuery.All;
        query.Validate();
        return Tracing.RunAsync("query", "metrics", () => ReadAllAsync(query, cancellationToken));
    }

    private async Task<IReadOnlyList<MetricRecord>> ReadAllAsync(MetricQuery query, CancellationToken cancellationToken)
    {
        int limit = query.Limit ?? int.MaxValue;
        var records = new List<MetricRecord>();
        RecordCursor? next = query.After;
        do
        {
            int size = Math.Min(limit - records.Count, PageSize);
            RecordPage page = await Store.ReadPageAsync(query with { After = next }, size, cancellationToken).ConfigureAwait(false);
            if (records.Count + page.Records.Count > MetricLimits.MaxListCount)
            {
                throw new ResultTooLargeException(MetricLimits.MaxListCount, nameof(MetricsCollectorExtensions.EnumerateMetricsAsync));
            }

            records.AddRange(page.Records);
            next = page.Next;
        }
        while (next is not null && records.Count < limit);
        return records;
    }
}
