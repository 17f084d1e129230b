using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Testing.Conformance;

/// <summary>A sound store behind a fault: what a test sets here changes what goes in or comes out of one kind of call.</summary>
internal sealed class FaultyStore(SqliteStore store) : ForwardingStore(store)
{
    public Func<SqliteStore, IReadOnlyList<MetricInput>, CancellationToken, ValueTask<AppendResult>>? Append { get; init; }

    public Func<ColumnBatch, ColumnBatch>? Columns { get; init; }

    public Func<MetricQuery, MetricQuery>? PageQuery { get; init; }

    public Func<int, int>? PageSize { get; init; }

    public Func<MetricRecord, MetricRecord>? Record { get; init; }

    public Func<AggregateResult, AggregateResult>? Aggregated { get; init; }

    public Func<IReadOnlyList<AggregateResult>, IReadOnlyList<AggregateResult>>? AggregatedMany { get; init; }

    public Func<Series, Series>? Read { get; init; }

    public Func<SeriesQuery, SeriesQuery>? SeriesQuery { get; init; }

    public Func<IReadOnlyList<DistinctValue>, IReadOnlyList<DistinctValue>>? Distinct { get; init; }

    public bool ScansTheFirstBatchTwice { get; init; }

    public Func<SqliteStore, DeleteQuery, Task<DeleteResult>>? Delete { get; init; }

    public Func<DateTimeOffset, DateTimeOffset>? Drop { get; init; }

    public Func<long, long>? ChangesAfter { get; init; }

    public Func<StateEntry, StateEntry>? Document { get; init; }

    public Func<IReadOnlyList<StateEntry>, IReadOnlyList<StateEntry>>? Documents { get; init; }

    public Func<SqliteStore, IReadOnlyList<StateChange>, Task<bool>>? Apply { get; init; }

    public Func<long, long>? LogAfter { get; init; }

    public Func<string, string, string>? LeaseName { get; init; }

    public bool KeepsLeases { get; init; }

    public Func<SqliteStore, Task>? Close { get; init; }

    public override ValueTask<AppendResult> AppendAsync(MetricInput metric, CancellationToken cancellationToken = default) =>
        Append is null ? base.AppendAsync(metric, cancellationToken) : Append(Inner, [metric], cancellationToken);

    public override ValueTask<AppendResult> AppendBatchAsync(IReadOnlyList<MetricInput> batch, AppendOptions? options = null, CancellationToken cancellationToken = default) =>
        Append is null ? base.AppendBatchAsync(batch, options, cancellationToken) : Append(Inner, batch, cancellationToken);

    public override ValueTask<AppendResult> AppendColumnsAsync(ColumnBatch batch, AppendOptions? options = null, CancellationToken cancellationToken = default) =>
        base.AppendColumnsAsync(Columns is null ? batch : Columns(batch), options, cancellationToken);

    public override async Task<RecordPage> ReadPageAsync(MetricQuery query, int pageSize, CancellationToken cancellationToken = default)
    {
        RecordPage page = await base.ReadPageAsync(PageQuery is null ? query : PageQuery(query), PageSize is null ? pageSize : PageSize(pageSize), cancellationToken);
        return Record is null ? page : page with { Records = [.. page.Records.Select(Record)] };
    }

    public override async Task<AggregateResult> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken = default)
    {
        AggregateResult result = await base.AggregateAsync(query, cancellationToken);
        return Aggregated is null ? result : Aggregated(result);
    }

    public override async Task<IReadOnlyList<AggregateResult>> AggregateManyAsync(IReadOnlyList<AggregateQuery> queries, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<AggregateResult> results = await base.AggregateManyAsync(queries, cancellationToken);
        return AggregatedMany is null ? results : AggregatedMany(results);
    }

    public override async Task<Series> ReadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken = default)
    {
        Series series = await base.ReadSeriesAsync(SeriesQuery is null ? query : SeriesQuery(query), cancellationToken);
        return Read is null ? series : Read(series);
    }

    public override async Task<IReadOnlyList<DistinctValue>> DistinctAsync(DistinctQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<DistinctValue> values = await base.DistinctAsync(query, cancellationToken);
        return Distinct is null ? values : Distinct(values);
    }

    public override async IAsyncEnumerable<ScanBatch> ScanAsync(ScanQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        bool again = ScansTheFirstBatchTwice;
        await foreach (ScanBatch batch in base.ScanAsync(query, cancellationToken))
        {
            yield return batch;
            if (again)
            {
                again = false;
                yield return batch;
            }
        }
    }

    public override Task<IReadOnlyList<MetricChange>> ReadChangesAsync(long afterId, int limit, CancellationToken cancellationToken = default) =>
        base.ReadChangesAsync(ChangesAfter is null ? afterId : ChangesAfter(afterId), limit, cancellationToken);

    public override Task<DeleteResult> DeleteAsync(DeleteQuery query, CancellationToken cancellationToken = default) =>
        Delete is null ? base.DeleteAsync(query, cancellationToken) : Delete(Inner, query);

    public override Task<DeleteResult> DropBeforeAsync(DateTimeOffset time, bool keepRollups = false, CancellationToken cancellationToken = default) =>
        base.DropBeforeAsync(Drop is null ? time : Drop(time), keepRollups, cancellationToken);

    public override async Task<StateEntry?> GetStateAsync(string kind, string id, CancellationToken cancellationToken = default)
    {
        StateEntry? entry = await base.GetStateAsync(kind, id, cancellationToken);
        return entry is null || Document is null ? entry : Document(entry);
    }

    public override async Task<IReadOnlyList<StateEntry>> ListStateAsync(string kind, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<StateEntry> entries = await base.ListStateAsync(kind, cancellationToken);
        return Documents is null ? entries : Documents(entries);
    }

    public override Task<bool> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken = default) =>
        Apply is null ? base.ApplyAsync(changes, cancellationToken) : Apply(Inner, changes);

    public override Task<IReadOnlyList<StateLogEntry>> ReadLogAsync(string log, long afterId, int limit, CancellationToken cancellationToken = default) =>
        base.ReadLogAsync(log, LogAfter is null ? afterId : LogAfter(afterId), limit, cancellationToken);

    public override Task<StateLease?> TryAcquireLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken = default) =>
        base.TryAcquireLeaseAsync(LeaseName is null ? name : LeaseName(name, owner), owner, duration, cancellationToken);

    public override Task ReleaseLeaseAsync(StateLease lease, CancellationToken cancellationToken = default) =>
        KeepsLeases ? Task.CompletedTask : base.ReleaseLeaseAsync(lease, cancellationToken);

    protected override async ValueTask CloseAsync()
    {
        if (Close is not null)
        {
            await Close(Inner);
        }

        await base.CloseAsync();
    }
}
