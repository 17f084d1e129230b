using System.Collections.Immutable;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage;

/// <summary>The filters that every record passes on its way into one store, in the order they were added. Thread-safe.</summary>
public sealed class RecordFilters
{
    /// <summary>Documents of the state that name filters without which the store takes no records.</summary>
    internal const string RequirementKind = "record_filter.required";

    private ImmutableArray<IRecordFilter> _filters = [];
    private ImmutableHashSet<string> _missing = [];

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

    /// <summary>Completes when what the filters noted of the records so far is durable.</summary>
    internal ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<IRecordFilter> filters = _filters;
        for (int i = 0; i < filters.Length; i++)
        {
            ValueTask settling = filters[i].SettleAsync(cancellationToken);
            if (!settling.IsCompletedSuccessfully)
            {
                return SettleFromAsync(settling, filters, i + 1, cancellationToken);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Adds a filter that the store may demand.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="name">Its name in the state.</param>
    internal void Add(IRecordFilter filter, string name)
    {
        Add(filter);
        ImmutableInterlocked.Update(ref _missing, static (missing, found) => missing.Remove(found), name);
    }

    /// <summary>Refuses records until a filter of this name is added.</summary>
    internal void Require(string name) => ImmutableInterlocked.Update(ref _missing, static (missing, added) => missing.Add(added), name);

    /// <exception cref="InvalidOperationException">A filter that the store demands is not there.</exception>
    internal void ThrowIfMissing()
    {
        if (!_missing.IsEmpty)
        {
            throw new InvalidOperationException($"The store demands that records pass '{_missing.First()}' before they are stored, and nobody does that here. Open an AnalyticsEngine over the store before collecting; nothing was stored.");
        }
    }

    private static async ValueTask SettleFromAsync(ValueTask first, ImmutableArray<IRecordFilter> filters, int next, CancellationToken cancellationToken)
    {
        await first.ConfigureAwait(false);
        for (int i = next; i < filters.Length; i++)
        {
            await filters[i].SettleAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Removal(RecordFilters owner, IRecordFilter filter) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref owner._filters, static (list, removed) => list.Remove(removed), filter);
    }
}
