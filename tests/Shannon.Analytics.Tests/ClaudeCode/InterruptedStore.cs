using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>A store whose host dies at a chosen moment: after so many writes of either kind, everything fails.</summary>
internal sealed class InterruptedStore(SqliteStore store, int writesLeft) : IMetricStore, IStateStore
{
    private int _writesLeft = writesLeft;

    public TimeProvider TimeProvider => store.TimeProvider;

    public RecordFilters Filters => store.Filters;

    public CommitObservers Observers => store.Observers;

    public RecordIntake Intake => store.Intake;

    public StoreHealth Health => store.Health;

    public Task InitializeAsync(CancellationToken cancellationToken = default) => store.InitializeAsync(cancellationToken);

    public ValueTask<AppendResult> AppendBatchAsync(IReadOnlyList<MetricInput> batch, AppendOptions? options = null, CancellationToken cancellationToken = default)
    {
        CountDown();
        return store.AppendBatchAsync(batch, options, cancellationToken);
    }

    public ValueTask<AppendResult> AppendAsync(MetricInput metric, CancellationToken cancellationToken = default)
    {
        CountDown();
        return store.AppendAsync(metric, cancellationToken);
    }

    public ValueTask<AppendResult> AppendColumnsAsync(ColumnBatch batch, AppendOptions? options = null, CancellationToken cancellationToken = default)
    {
        CountDown();
        return store.AppendColumnsAsync(batch, options, cancellationToken);
    }

    public Task<bool> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken = default)
    {
        CountDown();
        return store.ApplyAsync(changes, cancellationToken);
    }

    public Task<RecordPage> ReadPageAsync(MetricQuery query, int pageSize, CancellationToken cancellationToken = default) => store.ReadPageAsync(query, pageSize, cancellationToken);

    public Task<AggregateResult> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken = default) => store.AggregateAsync(query, cancellationToken);

    public Task<IReadOnlyList<AggregateResult>> AggregateManyAsync(IReadOnlyList<AggregateQuery> queries, CancellationToken cancellationToken = default) => store.AggregateManyAsync(queries, cancellationToken);

    public Task<Series> ReadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken = default) => store.ReadSeriesAsync(query, cancellationToken);

    public Task<IReadOnlyList<DistinctValue>> DistinctAsync(DistinctQuery query, CancellationToken cancellationToken = default) => store.DistinctAsync(query, cancellationToken);

    public IAsyncEnumerable<ScanBatch> ScanAsync(ScanQuery query, CancellationToken cancellationToken = default) => store.ScanAsync(query, cancellationToken);

    public Task<IReadOnlyList<MetricChange>> ReadChangesAsync(long afterId, int limit, CancellationToken cancellationToken = default) => store.ReadChangesAsync(afterId, limit, cancellationToken);

    public Task<DeleteResult> DeleteAsync(DeleteQuery query, CancellationToken cancellationToken = default) => store.DeleteAsync(query, cancellationToken);

    public Task<DeleteResult> DropBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken = default) => store.DropBeforeAsync(time, cancellationToken);

    public Task<StoreDescription> DescribeAsync(CancellationToken cancellationToken = default) => store.DescribeAsync(cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken = default) => store.FlushAsync(cancellationToken);

    public Task<StateEntry?> GetStateAsync(string kind, string id, CancellationToken cancellationToken = default) => store.GetStateAsync(kind, id, cancellationToken);

    public Task<IReadOnlyList<StateEntry>> ListStateAsync(string kind, CancellationToken cancellationToken = default) => store.ListStateAsync(kind, cancellationToken);

    public Task<IReadOnlyList<StateLogEntry>> ReadLogAsync(string log, long afterId, int limit, CancellationToken cancellationToken = default) => store.ReadLogAsync(log, afterId, limit, cancellationToken);

    public Task<StateLease?> TryAcquireLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken = default) => store.TryAcquireLeaseAsync(name, owner, duration, cancellationToken);

    public Task ReleaseLeaseAsync(StateLease lease, CancellationToken cancellationToken = default) => store.ReleaseLeaseAsync(lease, cancellationToken);

    // The store it stands for goes on: another process opens it.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void CountDown()
    {
        if (Interlocked.Decrement(ref _writesLeft) < 0)
        {
            throw new StoreFullException("The test's host died here.");
        }
    }
}
