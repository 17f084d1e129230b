using Dapper;
using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using SQLitePCL;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>Opens connections to one database, each with the settings that durability and privacy need.</summary>
internal sealed class SqliteConnector
{
    internal const string Memory = ":memory:";

    private const int CheckpointWaitMs = 200;

    private readonly string _path;
    private readonly TimeSpan _busyTimeout;

    internal SqliteConnector(string path, TimeSpan busyTimeout)
    {
        _path = path;
        _busyTimeout = busyTimeout;
    }

    internal bool InMemory => string.Equals(_path, Memory, StringComparison.Ordinal);

    internal long FileBytes()
    {
        if (InMemory)
        {
            return 0;
        }

        var file = new FileInfo(_path);
        var log = new FileInfo(_path + "-wal");
        return (file.Exists ? file.Length : 0) + (log.Exists ? log.Length : 0);
    }

    internal long LogBytes() => new FileInfo(_path + "-wal") is { Exists: true } log ? log.Length : 0;

    /// <summary>For copying the database into another file, which a reader's connection refuses as a write.</summary>
    internal RawConnection OpenCopier() => Open(SqliteOpenMode.ReadWrite, static _ => { });

    internal RawConnection OpenWriter()
    {
        if (!InMemory && Path.GetDirectoryName(Path.GetFullPath(_path)) is { } folder && !Directory.Exists(folder))
        {
            throw new StoreAccessException("The folder of the database file does not exist. Create it, or choose another path.");
        }

        return Open(SqliteOpenMode.ReadWriteCreate, connection =>
        {
            SqliteSchema.CheckEngine(raw.sqlite3_libversion_number());
            SqliteSchema.Open(connection);
            connection.Execute("PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=2000; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16384;");
        });
    }

    internal RawConnection OpenReader() => Open(SqliteOpenMode.ReadWrite, connection => connection.Execute("PRAGMA query_only=ON;"));

    /// <summary>Empties the write-ahead log. Waits only a moment for readers: the writer has better things to do.</summary>
    internal bool Checkpoint(RawConnection connection)
    {
        raw.sqlite3_busy_timeout(connection.Handle, CheckpointWaitMs);
        try
        {
            RawStatement checkpoint = connection.Prepared("PRAGMA wal_checkpoint(TRUNCATE)");
            bool done = checkpoint.Step() && checkpoint.Long(0) == 0;
            checkpoint.Reset();
            return done;
        }
        catch (StoreBusyException)
        {
            return false;
        }
        finally
        {
            raw.sqlite3_busy_timeout(connection.Handle, (int)_busyTimeout.TotalMilliseconds);
        }
    }

    private RawConnection Open(SqliteOpenMode mode, Action<SqliteConnection> prepare)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(_busyTimeout.TotalSeconds)),
        };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            connection.Execute(FormattableString.Invariant($"PRAGMA busy_timeout={(long)_busyTimeout.TotalMilliseconds}; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"));
            prepare(connection);
            return new RawConnection(connection);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteErrors.ToTyped(error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
