using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage;

/// <summary>
/// Holds records. One of the two seams below the features; <see cref="Sqlite.SqliteStore"/> is the embedded implementation.
/// Thread-safe. Every method but <see cref="InitializeAsync"/> and disposal throws <see cref="InvalidOperationException"/> before
/// initialisation and <see cref="ObjectDisposedException"/> after disposal.
/// </summary>
public interface IMetricStore : IAsyncDisposable
{
    /// <summary>The clock of everything built over this store.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>The filters that every record passes first.</summary>
    RecordFilters Filters { get; }

    /// <summary>Who is told what this store object commits.</summary>
    CommitObservers Observers { get; }

    /// <summary>Where fire-and-forget producers put their records.</summary>
    RecordIntake Intake { get; }

    /// <summary>How the store fares.</summary>
    StoreHealth Health { get; }

    /// <summary>Opens or creates the store. Calling it again does nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task InitializeAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a batch whole or not at all. When the returned task completes, the batch is durable and visible to every reader of the
    /// store, in this process and in others. Records older than an engine over the store keeps them are left out: see
    /// <see cref="AppendResult.TooOld"/>. Cancellation before the store takes the batch withdraws it; afterwards the task reports what became of it.
    /// Metrics with a <see cref="MetricInput.Merger"/> are the exception: each is stored by itself, merged with whatever record holds its key or one of its
    /// aliases at that moment, whichever process wrote it; after an error some of them may be stored, and repeating the call counts nothing twice.
    /// </summary>
    /// <param name="batch">Validated here; frozen by this call.</param>
    /// <param name="options">How it is stored; <see langword="null"/> for <see cref="AppendOptions.Live"/>.</param>
    /// <param name="cancellationToken">Withdraws the batch if the store has not taken it yet.</param>
    /// <exception cref="Diagnostics.MetricValidationException">A metric is invalid; nothing was stored.</exception>
    /// <exception cref="Diagnostics.StoreException">The store could not write; nothing was stored.</exception>
    ValueTask<AppendResult> AppendBatchAsync(IReadOnlyList<MetricInput> batch, AppendOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Stores one metric; as <see cref="AppendBatchAsync"/> does a batch.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Withdraws the metric if the store has not taken it yet.</param>
    ValueTask<AppendResult> AppendAsync(MetricInput metric, CancellationToken cancellationToken = default);

    /// <summary>Stores a batch of columns; as <see cref="AppendBatchAsync"/> does a list.</summary>
    /// <param name="batch">The columns; leave them unchanged until the task completes.</param>
    /// <param name="options">How it is stored; <see langword="null"/> for <see cref="AppendOptions.Live"/>.</param>
    /// <param name="cancellationToken">Withdraws the batch if the store has not taken it yet.</param>
    ValueTask<AppendResult> AppendColumnsAsync(ColumnBatch batch, AppendOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of records from one snapshot.</summary>
    /// <param name="query">Which records, and where to continue. Its limit counts over all pages and is the caller's to keep.</param>
    /// <param name="pageSize">At most this many records, 1 to <see cref="MetricLimits.MaxListCount"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<RecordPage> ReadPageAsync(MetricQuery query, int pageSize, CancellationToken cancellationToken = default);

    /// <summary>Groups records and computes functions of their values, from one snapshot.</summary>
    /// <param name="query">Which records, how they are grouped, and what is computed.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The groups that have records; none if nothing matches.</returns>
    /// <exception cref="ArgumentException">A property of the query is out of range.</exception>
    /// <exception cref="Diagnostics.ResultTooLargeException">There are more groups than <see cref="AggregateQuery.MaxGroups"/>.</exception>
    Task<AggregateResult> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken = default);

    /// <summary>Answers several queries from one snapshot, so that their figures belong together, and reads what they share once.</summary>
    /// <param name="queries">1 to 1,000 queries.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The answers, in the order of the queries.</returns>
    /// <exception cref="ArgumentException">There is no query, there are too many, or a property of one is out of range.</exception>
    /// <exception cref="Diagnostics.ResultTooLargeException">One has more groups than its <see cref="AggregateQuery.MaxGroups"/>.</exception>
    Task<IReadOnlyList<AggregateResult>> AggregateManyAsync(IReadOnlyList<AggregateQuery> queries, CancellationToken cancellationToken = default);

    /// <summary>Reads the values of records as one series ordered by (timestamp, id), from one snapshot.</summary>
    /// <param name="query">Which records and which of their values.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">A property of the query is out of range.</exception>
    /// <exception cref="Diagnostics.ResultTooLargeException">There are more points than <see cref="SeriesQuery.MaxPoints"/>.</exception>
    Task<Series> ReadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds the different values of one key and counts their records, from one snapshot.</summary>
    /// <param name="query">Which records and which key.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The values in ordinal order; records that carry none come first, as <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">A property of the query is out of range.</exception>
    /// <exception cref="Diagnostics.ResultTooLargeException">There are more values than <see cref="DistinctQuery.MaxValues"/>.</exception>
    Task<IReadOnlyList<DistinctValue>> DistinctAsync(DistinctQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Streams records as columns, ordered by (timestamp, id), each of them once. No snapshot is held between two batches: a record that is
    /// written behind the place reached is seen, one that is written before it is not.
    /// </summary>
    /// <param name="query">Which records and which of their columns.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">A property of the query is out of range.</exception>
    IAsyncEnumerable<ScanBatch> ScanAsync(ScanQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the records that came after a place, in the order in which they were stored: for whoever must miss none and keeps its place over
    /// restarts. Only records that count now are returned. One that replaced another names the latter's id; if several replacements came between
    /// two reads, the one in between was perhaps never met, so match by <see cref="MetricRecord.Key"/>, which all copies share.
    /// </summary>
    /// <param name="afterId">The id of the last record read, or 0 to begin with the first.</param>
    /// <param name="limit">At most this many, 1 to <see cref="MetricLimits.MaxListCount"/>. Fewer means that there are no more now.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<Queries.MetricChange>> ReadChangesAsync(long afterId, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes records for good: those that are there when the call begins. Works in slices, between which writers go on; readers see each slice
    /// whole or not at all. Rollups that outlived their records go too where they may hold what is meant, see
    /// <see cref="Queries.DeleteQuery.KeepRollups"/>. Natural keys of deleted records are forgotten, so that they can be collected again.
    /// </summary>
    /// <param name="query">Which records.</param>
    /// <param name="cancellationToken">Stops between two slices; what is deleted by then stays so.</param>
    /// <exception cref="ArgumentException">The query names nothing and does not allow deleting everything.</exception>
    /// <exception cref="Diagnostics.StoreException">The store could not write; some slices may be done.</exception>
    Task<Queries.DeleteResult> DeleteAsync(Queries.DeleteQuery query, CancellationToken cancellationToken = default);

    /// <summary>Deletes all records from before a moment, as <see cref="DeleteAsync"/> does; whole segments at once where it can.</summary>
    /// <param name="time">The first moment to keep.</param>
    /// <param name="keepRollups">
    /// True to fold the records into rollups first, so that queries of <see cref="Queries.QueryPrecision.Approximate"/> go on answering for that time;
    /// no session, user, attribute or text of a record stays but the ids of who took part. False, the default, to delete the rollups of that time too.
    /// </param>
    /// <param name="cancellationToken">Stops between two slices; what is deleted by then stays so.</param>
    /// <exception cref="Diagnostics.StoreException">The store could not write; some slices may be done.</exception>
    Task<Queries.DeleteResult> DropBeforeAsync(DateTimeOffset time, bool keepRollups = false, CancellationToken cancellationToken = default);

    /// <summary>Says what the store holds.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<StoreDescription> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>Drains the fire-and-forget producers: what they took in before this call is durable when it returns.</summary>
    /// <param name="cancellationToken">Stops waiting; draining goes on.</param>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
