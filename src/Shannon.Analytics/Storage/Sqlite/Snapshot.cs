using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// One read transaction's view of the store: everything it hands out belongs together. Opened and closed by one thread; between, the groups may
/// be read by several, which take turns on the connection.
/// </summary>
internal sealed class Snapshot
{
    private readonly RawConnection _connection;
    private readonly BlockCache _cache;
    private readonly ReaderCaches _names;
    private readonly ReaderCaches.Generation _sessions;
    private readonly bool _hasDead;
    private readonly Lock _turn = new();

    internal Snapshot(RawConnection connection, JournalDirectory directory, BlockCache cache, ReaderCaches names)
    {
        _connection = connection;
        _cache = cache;
        _names = names;
        var counters = ReadCounters(connection);
        NextId = counters.NextId;
        _sessions = names.SessionsOf(counters.SessionsVersion);
        Rows = directory.Load(connection, counters.JournalVersion, NextId);
        _hasDead = connection.Scalar("SELECT EXISTS(SELECT 1 FROM dead)") != 0;
    }

    /// <summary>The id that the next record will get.</summary>
    internal long NextId { get; }

    /// <summary>The journal's rows by rising id.</summary>
    internal IReadOnlyList<JournalRow> Rows { get; }

    /// <summary>Everything the store holds, in no order; for one query, whoever opens a column disposes of its group.</summary>
    internal IEnumerable<RowGroup> Groups => Rows.Select(row => new JournalRowGroup(this, row));

    internal DecodedBlock Load(in JournalRow row)
    {
        lock (_turn)
        {
            return LoadInTurn(row);
        }
    }

    private DecodedBlock LoadInTurn(in JournalRow row)
    {
        if (_cache.Find(row.FirstId, row.Revision) is { } cached)
        {
            return cached;
        }

        RawStatement select = _connection.Prepared("SELECT block FROM journal WHERE first_id=?1 AND revision=?2").Bind(1, row.FirstId).Bind(2, row.Revision);
        try
        {
            if (!select.Step())
            {
                throw new StoreCorruptException(FormattableString.Invariant($"Journal block {row.FirstId} is listed but missing. Restore the file from a backup."));
            }

            DecodedBlock block = BlockDecoder.Decode(row.FirstId, row.Count, select.Blob(0));
            _cache.Add(row.FirstId, row.Revision, block);
            return block;
        }
        finally
        {
            select.Reset();
        }
    }

    /// <summary>The number by which blocks know a session; null if no record ever had it.</summary>
    internal long? FindSession(string session)
    {
        lock (_turn)
        {
            RawStatement find = _connection.Prepared("SELECT id FROM sessions WHERE session=?1").Bind(1, session);
            long? id = find.Step() ? find.Long(0) : null;
            find.Reset();
            return id;
        }
    }

    internal MetricName[] NamesOf(DecodedBlock block)
    {
        lock (_turn)
        {
            return Array.ConvertAll(block.Ids.Names, id => _names.NameOf(_connection, id));
        }
    }

    internal SessionInfo[] SessionsOf(DecodedBlock block)
    {
        lock (_turn)
        {
            return Array.ConvertAll(block.Ids.Sessions, id => _sessions.Of(_connection, id));
        }
    }

    /// <summary>
    /// Which of the ids from <paramref name="firstId"/> on are replaced or erased; null if none. A replacement that came after
    /// <paramref name="asOfId"/> has not happened yet for a reader that pages as of then.
    /// </summary>
    internal HashSet<long>? DeadIn(long firstId, int count, long asOfId)
    {
        if (!_hasDead)
        {
            return null;
        }

        lock (_turn)
        {
            return DeadInTurn(firstId, count, asOfId);
        }
    }

    private HashSet<long>? DeadInTurn(long firstId, int count, long asOfId)
    {
        HashSet<long>? dead = null;
        RawStatement select = _connection.Prepared("SELECT id FROM dead WHERE id BETWEEN ?1 AND ?2 AND (replaced_by IS NULL OR replaced_by<=?3)")
            .Bind(1, firstId).Bind(2, firstId + count - 1).Bind(3, asOfId);
        while (select.Step())
        {
            (dead ??= []).Add(select.Long(0));
        }

        return dead;
    }

    private static (long NextId, long SessionsVersion, long JournalVersion) ReadCounters(RawConnection connection)
    {
        long Get(string name)
        {
            RawStatement select = connection.Prepared("SELECT value FROM counters WHERE name=?1").Bind(1, name);
            long value = select.Step() ? select.Long(0) : throw new StoreCorruptException($"The counter '{name}' is missing from the catalogue. Restore the file from a backup.");
            select.Reset();
            return value;
        }

        return (Get("next_id"), Get("sessions_version"), Get("journal_version"));
    }
}
