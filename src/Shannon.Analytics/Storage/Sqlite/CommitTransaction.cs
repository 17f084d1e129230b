using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Carries out one group commit on the writer's connection: resolves names, sessions and keys, appends the blocks, runs the jobs,
/// counts on. Belongs to the writer thread. Invariant: what it remembers between commits equals what the file held after the last one;
/// whoever rolls back calls <see cref="Forget"/>.
/// </summary>
internal sealed class CommitTransaction : IDisposable
{
    private readonly string _writerKey;
    private readonly NameTable _names = new();
    private readonly SessionTable _sessions;
    private readonly ByteWriter _block = new(4096);
    private readonly ByteWriter _blob = new(4096);
    private readonly WriterProtection _protection;
    private readonly KeyResolver _keys = new();
    private long _dataVersion = -1;
    private long _nextId;
    private long _commit;

    internal CommitTransaction(string writerKey, WriterProtection protection)
    {
        _writerKey = writerKey;
        _protection = protection;
        _sessions = new SessionTable(protection);
    }

    public void Dispose()
    {
        _block.Dispose();
        _blob.Dispose();
    }

    /// <summary>Bytes of blocks appended since opening.</summary>
    internal long BlockBytes { get; private set; }

    /// <summary>Blocks appended since opening.</summary>
    internal long Blocks { get; private set; }

    /// <summary>Rows appended since opening.</summary>
    internal long Rows { get; private set; }

    /// <summary>Forgets everything learnt inside a transaction that was rolled back, or on a connection that is gone.</summary>
    internal void Forget()
    {
        _names.Forget();
        _sessions.Forget();
        _protection.Invalidate();
        _dataVersion = -1;
    }

    /// <summary>Does everything but the COMMIT.</summary>
    internal void Run(RawConnection connection, CommitGroup group)
    {
        connection.Run("BEGIN IMMEDIATE");
        Refresh(connection);
        _sessions.BeginCommit();
        foreach (PreparedBlock block in group.Shared)
        {
            DropWithdrawn(block);
            Append(connection, block);
        }

        foreach (PendingAppend append in group.Large)
        {
            foreach (PreparedBlock block in append.OwnBlocks!)
            {
                block.Appends.Clear();
                block.Appends.Add(append);
                Append(connection, block);
            }
        }

        foreach (IWriteJob job in group.Jobs)
        {
            job.Run(connection);
        }

        _commit++;
        connection.Prepared("INSERT INTO counters(name,value) VALUES('next_id',?1),(?2,?3) ON CONFLICT(name) DO UPDATE SET value=excluded.value")
            .Bind(1, _nextId).Bind(2, _writerKey).Bind(3, _commit).Run();
        if (_sessions.Changed)
        {
            connection.Run("UPDATE counters SET value=value+1 WHERE name='sessions_version'");
        }
    }

    /// <summary>
    /// After a failed COMMIT: makes a small commit in its place, and says whether the failed one is visible nevertheless. A commit whose sync
    /// failed leaves its frames behind the end of the log, perhaps on the disk and perhaps not, and no later sync writes them; the recovery
    /// after a crash would find them whole and bring them back, and what was committed behind them would be lost with them in a power cut.
    /// As long as the connection stays open it does not count them, so that the next frames overwrite theirs.
    /// </summary>
    internal bool Fence(RawConnection connection)
    {
        connection.Run("BEGIN IMMEDIATE");
        RawStatement find = connection.Prepared("SELECT value FROM counters WHERE name=?1").Bind(1, _writerKey);
        bool visible = find.Step() && find.Long(0) >= _commit;
        find.Reset();

        // A new value: SQLite writes nothing where nothing changes.
        _commit++;
        connection.Prepared("INSERT INTO counters(name,value) VALUES(?1,?2) ON CONFLICT(name) DO UPDATE SET value=excluded.value").Bind(1, _writerKey).Bind(2, _commit).Run();
        connection.Run("COMMIT");
        return visible;
    }

    // Another process's commits can move the next id, change sessions, raise the schema version and turn on encryption; our own cannot, but for the
    // last, whose job says so.
    private void Refresh(RawConnection connection)
    {
        long dataVersion = connection.Scalar("PRAGMA data_version");
        if (dataVersion == _dataVersion)
        {
            _protection.Refresh(connection);
            return;
        }

        SqliteSchema.CheckVersion((int)connection.Scalar("PRAGMA user_version"));
        _sessions.Forget();
        _protection.Invalidate();
        _protection.Refresh(connection);
        _nextId = connection.Scalar("SELECT value FROM counters WHERE name='next_id'");
        _dataVersion = dataVersion;
    }

    private static void DropWithdrawn(PreparedBlock block)
    {
        bool[]? keep = null;
        for (int i = block.Appends.Count - 1; i >= 0; i--)
        {
            PendingAppend append = block.Appends[i];
            if (append.WasTaken)
            {
                continue;
            }

            keep ??= KeyResolver.AllTrue(block.Builder.Count);
            keep.AsSpan(append.FirstRow, append.Count).Clear();
            block.Appends.RemoveAt(i);
        }

        if (keep is not null)
        {
            block.Builder.Compact(keep);
        }
    }

    private void Append(RawConnection connection, PreparedBlock block)
    {
        BlockBuilder builder = block.Builder;

        // A copy that loses against a better one still says what it knows of its session: else that would depend on who came first.
        foreach (SessionUpdate update in builder.SessionUpdates)
        {
            _sessions.Apply(connection, update);
        }

        if (builder.HasKeys)
        {
            _keys.Resolve(connection, block, _nextId, _protection.Cipher);
        }

        if (builder.Count == 0)
        {
            return;
        }

        if (!block.Encoded)
        {
            block.Encode();
        }

        long[] names = new long[builder.Names.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = _names.IdOf(connection, builder.Names[i]);
        }

        long[] sessions = new long[builder.Sessions.Count];
        for (int i = 0; i < sessions.Length; i++)
        {
            SessionRow session = _sessions.RowOf(connection, builder.Sessions[i]);
            sessions[i] = session.Id;
            block.Sessions.Add(session);
        }

        block.FirstId = _nextId;
        _block.Reset();
        BlockEncoder.Encode(_nextId, new BlockIds(names, sessions), block.Body.WrittenSpan, _block);
        ByteWriter stored = _block;
        if (_protection.Encoder is { } encoder)
        {
            _blob.Reset();
            encoder.Encode(new BlobIdentity(BlobKind.Journal, _nextId), _block.WrittenSpan, _blob);
            stored = _blob;
        }

        connection.Prepared("INSERT INTO journal(first_id,revision,count,min_time,max_time,block) VALUES(?1,0,?2,?3,?4,?5)")
            .Bind(1, _nextId).Bind(2, builder.Count).Bind(3, builder.MinTime).Bind(4, builder.MaxTime).Bind(5, stored.WrittenSpan).Run();
        BlockBytes += stored.Length;
        Rows += builder.Count;
        Blocks++;
        if (block.Replaces is not null)
        {
            _keys.Record(connection, block);
        }

        _nextId += builder.Count;
    }
}
