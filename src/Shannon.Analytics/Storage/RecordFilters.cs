using System.Collections.Immutable;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage;

/// <summary>The filters that every record passes on its way into one store, in the order they were added. Thread-safe.</summary>
public sealed class RecordFilters
{
    private ImmutableArray<IRecordFilter> _filters = [];

    /// <summary>True if no filter is set.</summary>
    public bool IsEmpty => _filters.IsEmpty;

    /// <summary>Adds a filter behind the others. Records collected from now on pass it.</summary>
    /// <param name="filter">The filter.</param>
    /// <returns>Removes the filter when disposed.</returns>
    public IDisposable Add(IRecordFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ImmutableInterlocked.Update(ref _filters, static (list, added) => list.Add(added), filter);
        return new Removal(this, filter);
    }

    /// <summary>Passes one metric through all filters.</summary>
    /// <param name="metric">A valid metric.</param>
    public MetricInput Apply(MetricInput metric)
    {
        foreach (IRecordFilter filter in _filters)
        {
            metric = filter.Apply(metric);
        }

        return metric;
    }

    /// <summary>Passes a batch of columns through all filters.</summary>
    /// <param name="batch">A valid batch.</param>
    public ColumnBatch Apply(ColumnBatch batch)
    {
        foreach (IRecordFilter filter in _filters)
        {
            batch = filter.Apply(batch);
        }

        return batch;
    }

    private sealed class Removal(RecordFilters owner, IRecordFilter filter) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref owner._filters, static (list, removed) => list.Remove(removed), filter);
    }
}
