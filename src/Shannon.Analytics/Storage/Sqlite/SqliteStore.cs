using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Storage.Execution.Aggregation;
using Shannon.Analytics.Storage.Execution.Reading;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// The embedded store: records, definitions and everything else in one SQLite file. Several store objects and several processes may
/// work on one file at once; each sees what any of them has committed. An awaited write is on the disk (<c>synchronous=FULL</c>).
/// The path <c>:memory:</c> makes a store private to the object. Thread-safe.
/// </summary>
public sealed partial class SqliteStore : IMetricStore, IStateStore
{
    private readonly SqliteStoreOptions _options;
    private readonly SqliteConnector _connector;
    private readonly IngestCounter _counter = new();
    private readonly RecordGate _gate;
    private readonly RetentionFloor _retention;
    private readonly StoreFaults _faults;
    private readonly CommitQueue _queue = new();
    private readonly StoreProtection _protection;
    private readonly JournalWriter _writer;
    private readonly RecordIntake _intake;
    private readonly StoreDirectories _directories = new();
    private readonly BlockCache _cache;
    private readonly ReaderCaches _readerCaches = new();
    private readonly Sealer _sealer;
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private ReaderPool? _readers;
    private volatile State _state;
    private bool _writing;

    /// <summary>Makes a store object; nothing is opened before <see cref="InitializeAsync"/>.</summary>
    /// <param name="path">Where the file is or shall be; its folder must exist. <c>:memory:</c> for none.</param>
    /// <param name="options">How it works; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public SqliteStore(string path, SqliteStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _options = options ?? new SqliteStoreOptions();
        _options.Validate();
        FilePath = path;
        ILogger logger = (_options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Shannon.Analytics.Storage");
        _connector = new SqliteConnector(path, _options.BusyTimeout);
        _faults = new StoreFaults(_options.TimeProvider, logger);
        KeyProvider = _options.KeyProvider ?? (_connector.InMemory ? new MemoryKeyProvider() : new FileKeyProvider(path + ".key"));
        _protection = new StoreProtection(KeyProvider);
        _writer = new JournalWriter(_connector, _queue, _counter, _faults, _protection, Observers, _options.MaxDatabaseBytes);
        _gate = new RecordGate(Filters, _options.TimeProvider, _counter);
        _retention = new RetentionFloor(_counter);
        _cache = new BlockCache(_options.CacheBytes);
        _sealer = new Sealer(this, _writer, _protection);
        _intake = new RecordIntake(new Target(this), _options.FlushInterval);
    }

    private enum State
    {
        New,
        Open,
        Closed,
    }

    /// <summary>The path it was made with.</summary>
    public string FilePath { get; }

    /// <summary>Where its keys come from: <see cref="SqliteStoreOptions.KeyProvider"/>, by default the file beside the database, named like it with <c>.key</c> behind. Also for a <see cref="SecretBox"/>.</summary>
    public IKeyProvider KeyProvider { get; }

    /// <inheritdoc/>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <inheritdoc/>
    public RecordFilters Filters { get; } = new();

    /// <inheritdoc/>
    public CommitObservers Observers { get; } = new();

    /// <inheritdoc/>
    public RecordIntake Intake => _intake;

    /// <inheritdoc/>
    public StoreHealth Health
    {
        get
        {
            var (buffered, dropped) = _intake.CountProducers();
            var (last, at, background) = _faults.Read();
            return new StoreHealth
            {
                Ingest = _counter.Read(buffered, dropped),
                Commits = _writer.Commits,
                FailedCommits = _writer.FailedCommits,
                Reopens = _writer.Reopens,
                BlockBytesWritten = _writer.BlockBytes,
                CacheBytes = _cache.Bytes,
                CacheMisses = _cache.Misses,
                BackgroundFailures = background,
                ObserverFailures = Observers.Failures,
                LastFailure = last,
                LastFailureAt = at,
            };
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreAccessException">The file or its folder cannot be opened or written.</exception>
    /// <exception cref="StoreFormatException">The file is something else; it was left untouched.</exception>
    /// <exception cref="StoreVersionException">The file, or the SQLite library, has a version that cannot be used.</exception>
    /// <exception cref="StoreCorruptException">The file is damaged.</exception>
    /// <exception cref="EncryptionKeyException">The file is encrypted, or shall be, and the key cannot be had.</exception>
    /// <exception cref="ObjectDisposedException">The store was closed; make a new one.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_state == State.Closed, this);
            if (_state == State.Open)
            {
                return;
            }

            await StartWriterAsync().ConfigureAwait(false);
            try
            {
                await ProtectAsync(_options.CompressionEnabled, _options.EncryptionEnabled, cancellationToken).ConfigureAwait(false);
                await RequireFiltersAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                await CloseWriterAsync().ConfigureAwait(false);
                _state = State.Closed;
                throw;
            }

            _readers = _connector.InMemory ? null : new ReaderPool(_connector, _options.ReaderThreads);
            _state = State.Open;
            _intake.Start();
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <inheritdoc/>
    public Task<RecordPage> ReadPageAsync(MetricQuery query, int pageSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, MetricLimits.MaxListCount);
        query.Validate();
        return ReadAsync(connection => PageReader.Read(OpenSnapshot(connection), query, pageSize, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AggregateResult> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        // The percentiles of one very large group are computed in one go: the caller does not wait for their end when it gives up.
        return ReadAsync(connection => AggregateExecutor.Run(OpenSnapshot(connection), query, AggregateExecutor.UsualMaxValues, cancellationToken), cancellationToken).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AggregateResult>> AggregateManyAsync(IReadOnlyList<AggregateQuery> queries, CancellationToken cancellationToken = default)
    {
        AggregateQuery.ValidateMany(queries);
        return ReadAsync<IReadOnlyList<AggregateResult>>(connection => AggregateExecutor.Run(OpenSnapshot(connection), queries, AggregateExecutor.UsualMaxValues, cancellationToken), cancellationToken).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Series> ReadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        return ReadAsync(connection => SeriesReader.Run(OpenSnapshot(connection), query, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DistinctValue>> DistinctAsync(DistinctQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        return ReadAsync(connection => DistinctReader.Run(OpenSnapshot(connection), query, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ScanBatch> ScanAsync(ScanQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        ThrowIfNotOpen();
        return ScanPagesAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoreDescription> DescribeAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(connection => StoreDescriber.Describe(connection, OpenSnapshot(connection), _connector), cancellationToken);

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfNotOpen();
        return _intake.FlushAsync(cancellationToken);
    }

    /// <summary>Moves the write-ahead log into the database file and empties it, as far as readers allow.</summary>
    /// <param name="cancellationToken">Withdraws the request if it has not begun.</param>
    /// <returns>True if the log is empty now; false if a reader still needs it.</returns>
    public Task<bool> CheckpointAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(connection => _connector.Checkpoint(connection), inTransaction: false, cancellationToken);

    /// <summary>
    /// Folds every record of the journal into column segments, and merges small segments, now. The store does so by itself as records gather,
    /// where it pays; nothing a caller reads changes by it, but queries get faster and the file smaller.
    /// </summary>
    /// <param name="cancellationToken">Stops between two passes; what is sealed by then stays so.</param>
    /// <returns>How many records left the journal.</returns>
    /// <exception cref="StoreException">The store could not write; what was not sealed is still in the journal.</exception>
    public Task<long> SealAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfNotOpen();
        return _sealer.RunAsync(everything: true, cancellationToken);
    }

    /// <summary>
    /// Stores what producers still hold and what is queued, then closes the file. What was acknowledged is safe; afterwards no handle is left
    /// and the file may be deleted. Calling it again does nothing.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _lifecycle.WaitAsync().ConfigureAwait(false);
        try
        {
            State before = _state;
            if (before == State.Closed)
            {
                return;
            }

            await _intake.CloseAsync().ConfigureAwait(false);
            await _sealer.CloseAsync().ConfigureAwait(false);
            _state = State.Closed;

            // Readers first: whoever closes the last connection removes the write-ahead log, and only the writer may.
            await Task.Run(() => _readers?.Dispose()).ConfigureAwait(false);
            await CloseWriterAsync().ConfigureAwait(false);
            _sealer.Dispose();
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Runs a read on a thread of the store's own, in one snapshot.</summary>
    internal Task<T> ReadAsync<T>(Func<RawConnection, T> body, CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        return _readers is { } readers
            ? readers.RunAsync(body, cancellationToken)
            : WriteAsync(connection => connection.Read(body), inTransaction: false, cancellationToken);
    }

    internal Task<T> WriteAsync<T>(Func<RawConnection, T> body, bool inTransaction, CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        var job = new WriteJob<T>(body, inTransaction, cancellationToken);
        _queue.Add(job);
        return job.Task;
    }

    /// <summary>Makes the file compressed or encrypted, or both, for good. What it is already it stays.</summary>
    internal Task ProtectAsync(bool compress, bool encrypt, CancellationToken cancellationToken) =>
        new ProtectionSwitch(_protection, _writer.Protection, _queue, _connector).TurnOnAsync(compress, encrypt, cancellationToken);

    /// <summary>Runs a write in a transaction that it shares with nobody.</summary>
    internal Task<T> WriteAloneAsync<T>(Func<RawConnection, T> body, CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        var job = new WriteJob<T>(body, inTransaction: true, cancellationToken, isAlone: true);
        _queue.Add(job);
        return job.Task;
    }

    /// <summary>Refuses records that are too old by a clock, until the result is disposed of.</summary>
    internal IDisposable RefuseTooOld(RetentionClock clock) => _retention.Add(clock);

    /// <summary>Seals what is worth it now; for the engine's background work.</summary>
    internal Task SealByPolicyAsync(CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        return _sealer.RunAsync(everything: false, cancellationToken);
    }

    internal void OnReading(Action? reading) => _directories.Reading = reading;

    internal Snapshot OpenSnapshot(RawConnection connection) => new(connection, _directories, _cache, _readerCaches, _protection);

    private async Task StartWriterAsync()
    {
        // Runs already if an earlier opening was cancelled while it waited for a key.
        if (_writing)
        {
            return;
        }

        try
        {
            await _writer.StartAsync().ConfigureAwait(false);
            _writing = true;
        }
        catch
        {
            // A store that could not be opened cannot be tried again: its writer has ended.
            _state = State.Closed;
            throw;
        }
    }

    private async Task RequireFiltersAsync(CancellationToken cancellationToken)
    {
        var job = new WriteJob<IReadOnlyList<StateEntry>>(
            connection => connection.Read(reading => StateTables.List(reading, ReadableState(reading), RecordFilters.RequirementKind)), inTransaction: false, cancellationToken);
        _queue.Add(job);
        foreach (StateEntry required in await job.Task.ConfigureAwait(false))
        {
            Filters.Require(required.Id);
        }
    }

    private async Task CloseWriterAsync()
    {
        _queue.Close();
        if (_writing)
        {
            await _writer.Stopped.ConfigureAwait(false);
        }

        _writer.Dispose();
        _queue.Dispose();
        _protection.Dispose();
    }

    internal void NoteBackgroundFault(Exception error) => _faults.NoteBackground(error);

    private async IAsyncEnumerable<ScanBatch> ScanPagesAsync(ScanQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (long Time, long Id) after = (long.MinValue, long.MinValue);
        bool more = true;
        while (more)
        {
            (long Time, long Id) from = after;
            using ScanPage page = await ReadAsync(connection => ScanPage.Read(OpenSnapshot(connection), query, from, Math.Max(ScanPage.UsualRows, query.BatchSize), cancellationToken), cancellationToken).ConfigureAwait(false);
            while (!page.IsEmpty)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return page.Next(query);
            }

            (after, more) = (page.Last, !page.IsLast);
        }
    }

    private void ThrowIfNotOpen()
    {
        if (_state != State.Open)
        {
            ObjectDisposedException.ThrowIf(_state == State.Closed, this);
            throw new InvalidOperationException("The store is not open yet. Await InitializeAsync first.");
        }
    }
}
