using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It takes whatever has gathered while the last commit was under way and commits it as one transaction,
/// so that callers who come together share one sync of the disk. A failing commit fails its callers, never the thread.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly SqliteConnector _connector;
    private readonly CommitQueue _queue;
    private readonly IngestCounter _counter;
    private readonly StoreFaults _faults;
    private readonly CommitObservers _observers;
    private readonly CommitTransaction _transaction;
    private readonly string _writerKey;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long? _maxBytes;
    private RawConnection? _connection;
    private bool _unfenced;
    private long _commits;
    private long _failedCommits;
    private long _reopens;

    internal JournalWriter(SqliteConnector connector, CommitQueue queue, IngestCounter counter, StoreFaults faults, StoreProtection protection, CommitObservers observers, long? maxBytes = null)
    {
        _maxBytes = maxBytes;
        _connector = connector;
        _queue = queue;
        _counter = counter;
        _faults = faults;
        _observers = observers;
        _writerKey = $"writer:{DateOnly.FromDateTime(faults.Now().UtcDateTime).DayNumber}:{Guid.NewGuid():N}";
        Protection = new WriterProtection(protection);
        _transaction = new CommitTransaction(_writerKey, Protection);
    }

    /// <summary>Only after the thread has stopped.</summary>
    public void Dispose()
    {
        _transaction.Dispose();
        Protection.Dispose();
    }

    /// <summary>How jobs have to write; for the writer thread alone.</summary>
    internal WriterProtection Protection { get; }

    internal Task Stopped => _stopped.Task;

    internal long Commits => Interlocked.Read(ref _commits);

    internal long FailedCommits => Interlocked.Read(ref _failedCommits);

    internal long Reopens => Interlocked.Read(ref _reopens);

    internal long BlockBytes => _transaction.BlockBytes;

    /// <summary>Blocks appended to the journal since opening.</summary>
    internal long Blocks => _transaction.Blocks;

    /// <summary>Rows appended to the journal since opening.</summary>
    internal long Rows => _transaction.Rows;

    /// <summary>Starts the thread; completes when the file is open, or fails with the reason it is not.</summary>
    internal Task StartAsync()
    {
        var thread = new Thread(Main) { IsBackground = true, Name = "Shannon.Analytics writer" };
        thread.Start();
        return _opened.Task;
    }

    private void Main()
    {
        try
        {
            _connection = _connector.OpenWriter();
            ForgetOldWriters();
            _opened.SetResult();
        }
        catch (Exception error)
        {
            _connection?.Dispose();
            _opened.SetException(error is SqliteException sqlite ? SqliteErrors.ToTyped(sqlite) : error);
            _stopped.SetResult();
            return;
        }

        var group = new CommitGroup();
        while (_queue.Take(group))
        {
            Process(group);
            _queue.Recycle(group);
        }

        Close();
        _stopped.SetResult();
    }

    private void Process(CommitGroup group)
    {
        Claim(group);
        RunAlone(group);
        for (int i = group.Jobs.FindIndex(job => job.IsAlone); i >= 0; i = group.Jobs.FindIndex(job => job.IsAlone))
        {
            var alone = new CommitGroup { Jobs = [group.Jobs[i]] };
            group.Jobs.RemoveAt(i);
            CommitAndSettle(alone);
        }

        RefuseBeyondQuota(group);
        if (group.Shared.Count > 0 || group.Large.Count > 0 || group.Jobs.Count > 0)
        {
            CommitAndSettle(group);
        }
    }

    /// <summary>Fails the appends of a database that is as large as it may be. Other work goes on: it is what makes room.</summary>
    private void RefuseBeyondQuota(CommitGroup group)
    {
        if (_maxBytes is not { } max || group.Shared.Count + group.Large.Count == 0)
        {
            return;
        }

        StoreFullException full;
        try
        {
            RawConnection connection = Connection();
            long used = (connection.Scalar("PRAGMA page_count") - connection.Scalar("PRAGMA freelist_count")) * connection.Scalar("PRAGMA page_size");
            if (used < max)
            {
                return;
            }

            full = new StoreFullException(FormattableString.Invariant($"The database uses {used} bytes; MaxDatabaseBytes allows {max}. Nothing was stored. Delete records (DeleteAsync, DropBeforeAsync) or open the store with a higher limit; no restart of the process is needed."));
        }
        catch (Exception error) when (error is StoreException or SqliteException)
        {
            // The commit will meet the same error, and knows what to do.
            return;
        }

        _faults.Note(full);
        Settle(new CommitGroup { Shared = group.Shared, Large = group.Large }, full);
        _queue.Recycle(new CommitGroup { Shared = [.. group.Shared], Large = [.. group.Large] });
        group.Shared.Clear();
        group.Large.Clear();
    }

    private void CommitAndSettle(CommitGroup group)
    {
        try
        {
            Commit(group);
            Interlocked.Increment(ref _commits);
            Notify(group);
            Settle(group, null);
        }
        catch (Exception error)
        {
            Exception typed = error is SqliteException sqlite ? SqliteErrors.ToTyped(sqlite) : error;
            Interlocked.Increment(ref _failedCommits);
            _faults.Note(typed);
            Settle(group, typed);
        }
    }

    private static void Claim(CommitGroup group)
    {
        foreach (PreparedBlock block in group.Shared)
        {
            foreach (PendingAppend append in block.Appends)
            {
                append.TryTake();
            }
        }

        group.Large.RemoveAll(append => !append.TryTake());
        group.Jobs.RemoveAll(job => !job.TryTake());
    }

    /// <summary>Jobs that must not share a transaction: reads of a store in memory, checkpoints.</summary>
    private void RunAlone(CommitGroup group)
    {
        for (int i = 0; i < group.Jobs.Count; i++)
        {
            IWriteJob job = group.Jobs[i];
            if (job.InTransaction)
            {
                continue;
            }

            group.Jobs.RemoveAt(i--);
            try
            {
                job.Run(Connection());
                job.Complete();
            }
            catch (Exception error)
            {
                job.Fail(error is SqliteException sqlite ? SqliteErrors.ToTyped(sqlite) : error);
            }
        }
    }

    private void Commit(CommitGroup group)
    {
        if (_unfenced)
        {
            FenceBeforeNext();
        }

        RawConnection connection = Connection();
        try
        {
            _transaction.Run(connection, group);
        }
        catch (Exception error)
        {
            RollBack(connection);
            if (error is StoreException and not (StoreBusyException or StoreFullException or StoreVersionException or EncryptionKeyException))
            {
                Drop();
            }

            throw;
        }

        try
        {
            connection.Run("COMMIT");
        }
        catch (Exception)
        {
            // A full disk fails the write of a frame, a held lock comes before the first: either way no whole commit lies in the log. The code
            // itself is asked, since our exception for a full disk also stands for shared memory that could not grow, which comes later.
            int code = SQLitePCL.raw.sqlite3_errcode(connection.Handle) & 0xFF;
            if (code is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_FULL)
            {
                RollBack(connection);
                throw;
            }

            // A failed sync leaves it open what reached the disk. It is never taken for success: see Fence.
            RollBack(connection);
            _unfenced = true;
            Fence();
            throw;
        }
    }

    /// <summary>Settles that a failed commit is not in the file, now and for good; throws when that cannot be done.</summary>
    private void Fence()
    {
        bool visible;
        RawConnection connection = Connection();
        try
        {
            visible = _transaction.Fence(connection);
        }
        catch (Exception error) when (error is AnalyticsException or SqliteException)
        {
            // The connection stays: one opened anew would count what the failed commit left.
            RollBack(connection);
            throw Unknown(error);
        }

        _unfenced = false;
        if (visible)
        {
            throw Unknown(null);
        }
    }

    // Nothing of this group has been tried yet, so whatever fails here, its fate is known.
    private void FenceBeforeNext()
    {
        RawConnection connection = Connection();
        try
        {
            _transaction.Fence(connection);
            _unfenced = false;
        }
        catch (Exception error) when (error is AnalyticsException or SqliteException)
        {
            RollBack(connection);
            throw;
        }
    }

    private static StoreException Unknown(Exception? error) =>
        new("The database failed while this call was committed, and again when that was to be undone: it is unknown whether the call is stored, though it is so whole or not at all. Check the disk; read back before you repeat the call, or give the records keys.", error);

    private RawConnection Connection()
    {
        if (_connection is null)
        {
            _connection = _connector.OpenWriter();
            Interlocked.Increment(ref _reopens);
        }

        return _connection;
    }

    private void RollBack(RawConnection connection)
    {
        _transaction.Forget();
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                connection.Run("ROLLBACK");
            }
        }
        catch (AnalyticsException)
        {
            Drop();
        }
    }

    private void Drop()
    {
        _transaction.Forget();
        _connection?.Dispose();
        _connection = null;
    }

    // Asked only now, after the commit: whoever listens by then may rely on it that what it is not told, a snapshot holds.
    private void Notify(CommitGroup group)
    {
        if (_observers.IsEmpty)
        {
            return;
        }

        foreach (PreparedBlock block in group.Shared)
        {
            Notify(block, isHistory: false);
        }

        foreach (PendingAppend append in group.Large)
        {
            append.OwnBlocks!.ForEach(block => Notify(block, append.IsHistory));
        }
    }

    private void Notify(PreparedBlock block, bool isHistory)
    {
        if (block.Builder.Count > 0)
        {
            _observers.Notify(new CommittedBlock(block, isHistory));
        }
    }

    private void Settle(CommitGroup group, Exception? error)
    {
        foreach (PreparedBlock block in group.Shared)
        {
            foreach (PendingAppend append in block.Appends)
            {
                Settle(append, error);
            }
        }

        foreach (PendingAppend append in group.Large)
        {
            Settle(append, error);
        }

        foreach (IWriteJob job in group.Jobs)
        {
            if (error is null)
            {
                job.Complete();
            }
            else
            {
                job.Fail(error);
            }
        }
    }

    private void Settle(PendingAppend append, Exception? error)
    {
        if (!append.WasTaken)
        {
            return;
        }

        if (error is null)
        {
            _counter.Stored(append.Result);
            append.Complete();
        }
        else
        {
            _counter.Failed(append.Count);
            append.Fail(error);
        }
    }

    // The rows by which a writer recognises its own last commit outlive a killed process; after a month nobody asks for them.
    private void ForgetOldWriters()
    {
        int day = DateOnly.FromDateTime(_faults.Now().UtcDateTime).DayNumber - 30;
        _connection!.Prepared("DELETE FROM counters WHERE name GLOB 'writer:*' AND CAST(substr(name,8,6) AS INTEGER) < ?1").Bind(1, (long)day).Run();
    }

    private void Close()
    {
        if (_connection is null)
        {
            return;
        }

        try
        {
            _connection.Prepared("DELETE FROM counters WHERE name=?1").Bind(1, _writerKey).Run();
            if (!_connector.InMemory)
            {
                _connector.Checkpoint(_connection);
            }
        }
        catch (AnalyticsException error)
        {
            // Everything acknowledged is durable already; the next opening does what this tidying could not.
            _faults.Note(error);
            _faults.Logger.LogDebug("Tidying up the database on closing failed with {Error}.", error.GetType().Name);
        }

        Drop();
    }
}
