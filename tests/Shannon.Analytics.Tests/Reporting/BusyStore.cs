using System.Runtime.CompilerServices;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>A store in which somebody writes before and after every read that tells of records, and between the batches of a scan.</summary>
internal sealed class BusyStore(SqliteStore store, Func<IReadOnlyList<MetricInput>> next) : ForwardingStore(store)
{
    internal int Writes { get; private set; }

    public override async Task<StoreDescription> DescribeAsync(CancellationToken cancellationToken = default)
    {
        StoreDescription description = await base.DescribeAsync(cancellationToken);
        await WriteAsync(cancellationToken);
        return description;
    }

    public override async Task<AggregateResult> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken = default)
    {
        AggregateResult result = await base.AggregateAsync(query, cancellationToken);
        await WriteAsync(cancellationToken);
        return result;
    }

    public override async Task<IReadOnlyList<AggregateResult>> AggregateManyAsync(IReadOnlyList<AggregateQuery> queries, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<AggregateResult> results = await base.AggregateManyAsync(queries, cancellationToken);
        await WriteAsync(cancellationToken);
        return results;
    }

    public override async Task<Series> ReadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken = default)
    {
        Series series = await base.ReadSeriesAsync(query, cancellationToken);
        await WriteAsync(cancellationToken);
        return series;
    }

    public override async IAsyncEnumerable<ScanBatch> ScanAsync(ScanQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ScanBatch batch in base.ScanAsync(query with { BatchSize = 16 }, cancellationToken))
        {
            yield return batch;
            await WriteAsync(cancellationToken);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        Writes++;
        await Inner.AppendBatchAsync(next(), cancellationToken: cancellationToken);
    }
}
