using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Folds journal rows into segments and merges segments, one pass at a time. Passes start by themselves when this store object has appended
/// much, on demand, and from the engine's background work. Several processes may seal one file: the slower one's pass is discarded. Thread-safe.
/// </summary>
internal sealed class Sealer : IDisposable
{
    /// <summary>After so many appended records the policy is asked again.</summary>
    private const int CheckEveryRows = 1 << 18;

    /// <summary>Journal records beyond which appends wait for the sealer.</summary>
    private const int MaxUnsealedRows = 1 << 22;

    private const int MaxAttempts = 20;

    /// <summary>Records rewritten in one slice of a deletion.</summary>
    private const int SliceRows = 1 << 18;

    private readonly SqliteStore _store;
    private readonly JournalWriter _writer;
    private readonly StoreProtection _protection;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource _passEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _askedAtRows;
    private long _askedAtBlocks;
    private long _rowsLeft;
    private long _countedAtRows;
    private long _sealed;

    internal Sealer(SqliteStore store, JournalWriter writer, StoreProtection protection)
    {
        _protection = protection;
        _store = store;
        _writer = writer;
    }

    /// <summary>Records moved from the journal into segments since opening.</summary>
    internal long Sealed => Interlocked.Read(ref _sealed);

    public void Dispose()
    {
        _turn.Dispose();
        _closing.Dispose();
    }

    /// <summary>Starts a pass if enough was appended since the last; completes when an append may go on.</summary>
    internal ValueTask MakeRoomAsync(CancellationToken cancellationToken)
    {
        long rows = _writer.Rows;
        long blocks = _writer.Blocks;
        if (rows - Volatile.Read(ref _askedAtRows) < CheckEveryRows && blocks - Volatile.Read(ref _askedAtBlocks) < SealPolicy.MaxJournalBlocks)
        {
            return default;
        }

        lock (_lock)
        {
            if (!_running.IsCompleted)
            {
                return Unsealed(rows) > MaxUnsealedRows ? new ValueTask(_passEnded.Task.WaitAsync(cancellationToken)) : default;
            }

            if (!_closing.IsCancellationRequested)
            {
                _askedAtRows = rows;
                _askedAtBlocks = blocks;
                _running = Task.Run(RunQuietlyAsync, CancellationToken.None);
            }
        }

        return default;
    }

    /// <summary>Seals what the policy says, or everything; returns how many records left the journal.</summary>
    internal async Task<long> RunAsync(bool everything, CancellationToken cancellationToken)
    {
        long now = Metrics.UnixMicros.Now(_store.TimeProvider);
        long moved = 0;
        await RunPassesAsync(
            snapshot => SealPolicy.Choose(snapshot.Rows, snapshot.Segments, now, everything),
            pass =>
            {
                moved += pass.JournalRecords;
                Interlocked.Add(ref _sealed, pass.JournalRecords);
            },
            cancellationToken).ConfigureAwait(false);
        return moved;
    }

    /// <summary>Removes the records that match, in slices, so that writers wait for none of them long; returns how many there were, and how many more only rollups stood for.</summary>
    /// <exception cref="StoreBusyException">Another process changed the file so often that a slice found no moment. What was removed by then stays removed.</exception>
    internal async Task<(long Records, long RollupRecords)> RemoveAsync(RecordPredicate query, RollupTreatment rollups, CancellationToken cancellationToken)
    {
        var removal = new Removal(query, rollups, SliceRows);
        long removed = 0;
        long rolledUp = 0;
        bool done = await RunPassesAsync(
            snapshot => removal.Choose(snapshot, cancellationToken),
            pass =>
            {
                removed += pass.Removed;
                rolledUp += pass.RemovedFromRollups;
            },
            cancellationToken).ConfigureAwait(false);
        return done
            ? (removed, rolledUp)
            : throw new StoreBusyException(FormattableString.Invariant($"Another process changed the database during each of {MaxAttempts} attempts to delete records; {removed} records are deleted, others are not yet. Try again."));
    }

    /// <summary>Runs passes until there is nothing to do; false if too many in a row had to be discarded.</summary>
    private async Task<bool> RunPassesAsync(Func<Snapshot, SealInputs> choose, Action<SealPass> done, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _turn.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            int discarded = 0;
            long? horizon = null;
            while (true)
            {
                using var pass = new SealPass(_protection);
                bool swapped = await RunPassAsync(pass, horizon, choose, either.Token).ConfigureAwait(false);
                EndPass();
                if (!swapped)
                {
                    if (++discarded == MaxAttempts)
                    {
                        return false;
                    }

                    continue;
                }

                if (pass.IsEmpty)
                {
                    return true;
                }

                discarded = 0;
                horizon = pass.Horizon;
                done(pass);
            }
        }
        finally
        {
            EndPass();
            _turn.Release();
        }
    }

    /// <summary>Stops the work under way and waits for its end.</summary>
    internal async Task CloseAsync()
    {
        Task running;
        lock (_lock)
        {
            _closing.Cancel();
            running = _running;
        }

        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _turn.WaitAsync().ConfigureAwait(false);
    }

    /// <summary>False if the pass was discarded because its inputs changed.</summary>
    private async Task<bool> RunPassAsync(SealPass pass, long? horizon, Func<Snapshot, SealInputs> choose, CancellationToken cancellationToken)
    {
        long rows = _writer.Rows;
        await _store.ReadAsync(
            connection =>
            {
                pass.Read(_store.OpenSnapshot(connection), connection, horizon, choose, cancellationToken);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        bool swapped = true;
        if (!pass.IsEmpty)
        {
            if (await OnOwnThreadAsync(pass.Plan, cancellationToken).ConfigureAwait(false) > 0)
            {
                await _store.WriteAsync(pass.Reserve, inTransaction: true, cancellationToken).ConfigureAwait(false);
                await OnOwnThreadAsync(
                    () =>
                    {
                        pass.Build(cancellationToken);
                        return true;
                    },
                    cancellationToken).ConfigureAwait(false);
            }

            swapped = await _store.WriteAloneAsync(pass.Swap, cancellationToken).ConfigureAwait(false);
        }

        if (swapped)
        {
            lock (_lock)
            {
                (_rowsLeft, _countedAtRows) = (pass.RowsLeft, rows);
            }
        }

        return swapped;
    }

    private static Task<T> OnOwnThreadAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task RunQuietlyAsync()
    {
        try
        {
            await RunAsync(everything: false, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The store is closing; the next one seals.
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _store.NoteBackgroundFault(error);
        }
    }

    /// <summary>Lets those go on who wait for room, also after a failure: the journal can hold more, and they must not wait for ever.</summary>
    private void EndPass()
    {
        lock (_lock)
        {
            _passEnded.TrySetResult();
            _passEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private long Unsealed(long rows) => _rowsLeft + rows - _countedAtRows;
}
