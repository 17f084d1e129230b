using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Fuzz.Targets;

/// <summary>
/// Checks what is to be stored as every store does, and keeps nothing but the state documents. Always done at once, so that the import runs on
/// the caller's thread.
/// </summary>
internal sealed class CheckingStore : IMetricStore, IStateStore
{
    private readonly Dictionary<(string Kind, string Id), StateEntry> _state = [];

    public TimeProvider TimeProvider => TimeProvider.System;

    public RecordFilters Filters => throw new NotSupportedException();

    public CommitObservers Observers => throw new NotSupportedException();

    public RecordIntake Intake => throw new NotSupportedException();

    public StoreHealth Health => throw new NotSupportedException();

    public Task InitializeAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public ValueTask<AppendResult> AppendColumnsAsync(ColumnBatch batch, AppendOptions? options = null, CancellationToken cancellationToken = default)
    {
        MetricValidator.Validate(batch);
        return new(new AppendResult(batch.Count, 0, 0));
    }

    public ValueTask<AppendResult> AppendBatchAsync(IReadOnlyList<MetricInput> batch, AppendOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<AppendResult> AppendAsync(MetricInput metric, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RecordPage> ReadPageAsync(MetricQuery query, int pageSize, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<AggregateResult> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<AggregateResult>> AggregateManyAsync(IReadOnlyList<AggregateQuery> queries, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Series> ReadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<DistinctValue>> DistinctAsync(DistinctQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<ScanBatch> ScanAsync(ScanQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<MetricChange>> ReadChangesAsync(long afterId, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<DeleteResult> DeleteAsync(DeleteQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<DeleteResult> DropBeforeAsync(DateTimeOffset time, bool keepRollups = false, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<StoreDescription> DescribeAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<StateEntry?> GetStateAsync(string kind, string id, CancellationToken cancellationToken = default) =>
        Task.FromResult(_state.GetValueOrDefault((kind, id)));

    public Task<IReadOnlyList<StateEntry>> ListStateAsync(string kind, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken = default)
    {
        foreach (StateChange change in changes)
        {
            if (change.Kind == StateChangeKind.Delete)
            {
                _state.Remove((change.Target, change.Id!));
            }
            else
            {
                _state[(change.Target, change.Id!)] = new StateEntry(change.Target, change.Id!, 1, change.Value!, DateTimeOffset.UnixEpoch);
            }
        }

        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<StateLogEntry>> ReadLogAsync(string log, long afterId, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<StateLease?> TryAcquireLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ReleaseLeaseAsync(StateLease lease, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
