using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Tests.Support;

/// <summary>Hands every call on to a store; a test overrides what shall go otherwise.</summary>
internal abstract class ForwardingStore(SqliteStore store) : IMetricStore, IStateStore
{
    public TimeProvider TimeProvider => store.TimeProvider;

    public RecordFilters Filters => store.Filters;

    public CommitObservers Observers => store.Observers;

    public RecordIntake Intake => store.Intake;

    public StoreHealth Health => store.Health;

    internal SqliteStore Inner => store;

    public virtual Task InitializeAsync(CancellationToken cancellationToken = default) => store.InitializeAsync(cancellationToken);

    public virtual ValueTask<AppendResult> AppendBatchAsync(IReadOnlyList<MetricInput> batch, AppendOptions? options = null, CancellationToken cancellationToken = default) => store.AppendBatchAsync(batch, options, cancellationToken);

    public virtual ValueTask<AppendResult> AppendAsync(MetricInput metric, CancellationToken cancellationToken = default) => store.AppendAsync(metric, cancellationToken);

    public virtual ValueTask<AppendResult> AppendColumnsAsync(ColumnBatch batch, AppendOptions? options = null, CancellationToken cancellationToken = default) => store.AppendColumnsAsync(batch, options, cancellationToken);

    public virtual Task<bool> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken = default) => store.ApplyAsync(changes, cancellationToken);

    public virtual Task<RecordPage> ReadPageAsync(MetricQuery query, int pageSize, CancellationToken cancellationToken = default) => store.ReadPageAsync(query, pageSize, cancellationToken);

    public virtual Task<AggregateResult> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken = default) => store.AggregateAsync(query, cancellationToken);

    public virtual Task<IReadOnlyList<AggregateResult>> AggregateManyAsync(IReadOnlyList<AggregateQuery> queries, CancellationToken cancellationToken = default) => store.AggregateManyAsync(queries, cancellationToken);

    public virtual Task<Series> ReadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken = default) => store.ReadSeriesAsync(query, cancellationToken);

    public virtual Task<IReadOnlyList<DistinctValue>> DistinctAsync(DistinctQuery query, CancellationToken cancellationToken = default) => store.DistinctAsync(query, cancellationToken);

    public virtual IAsyncEnumerable<ScanBatch> ScanAsync(ScanQuery query, CancellationToken cancellationToken = default) => store.ScanAsync(query, cancellationToken);

    public virtual Task<IReadOnlyList<MetricChange>> ReadChangesAsync(long afterId, int limit, CancellationToken cancellationToken = default) => store.ReadChangesAsync(afterId, limit, cancellationToken);

    public virtual Task<DeleteResult> DeleteAsync(DeleteQuery query, CancellationToken cancellationToken = default) => store.DeleteAsync(query, cancellationToken);

    public virtual Task<DeleteResult> DropBeforeAsync(DateTimeOffset time, bool keepRollups = false, CancellationToken cancellationToken = default) => store.DropBeforeAsync(time, keepRollups, cancellationToken);

    public virtual Task<StoreDescription> DescribeAsync(CancellationToken cancellationToken = default) => store.DescribeAsync(cancellationToken);

    public virtual Task FlushAsync(CancellationToken cancellationToken = default) => store.FlushAsync(cancellationToken);

    public virtual Task<StateEntry?> GetStateAsync(string kind, string id, CancellationToken cancellationToken = default) => store.GetStateAsync(kind, id, cancellationToken);

    public virtual Task<IReadOnlyList<StateEntry>> ListStateAsync(string kind, CancellationToken cancellationToken = default) => store.ListStateAsync(kind, cancellationToken);

    public virtual Task<IReadOnlyList<StateLogEntry>> ReadLogAsync(string log, long afterId, int limit, CancellationToken cancellationToken = default) => store.ReadLogAsync(log, afterId, limit, cancellationToken);

    public virtual Task<StateLease?> TryAcquireLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken = default) => store.TryAcquireLeaseAsync(name, owner, duration, cancellationToken);

    public virtual Task ReleaseLeaseAsync(StateLease lease, CancellationToken cancellationToken = default) => store.ReleaseLeaseAsync(lease, cancellationToken);

    public ValueTask DisposeAsync() => CloseAsync();

    protected virtual ValueTask CloseAsync() => store.DisposeAsync();
}
