using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using SQLitePCL;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>Turns result codes of SQLite into typed errors that say what to do. Paths are the host's own and not repeated.</summary>
internal static class SqliteErrors
{
    internal static Exception ToTyped(SqliteException error) => ToTyped(error.SqliteExtendedErrorCode, error);

    internal static Exception ToTyped(int code, Exception? inner = null)
    {
        string suffix = FormattableString.Invariant($" (SQLite code {code})");
        return (code & 0xFF) switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreBusyException("Another process held the database's write lock for longer than BusyTimeout. Nothing was changed; try again, or raise BusyTimeout." + suffix, inner),
            raw.SQLITE_FULL => new StoreFullException("The disk, or the space the database may use, is full. Nothing was changed. Free some space and try again; no restart is needed." + suffix, inner),
            raw.SQLITE_CORRUPT => new StoreCorruptException("The database file is damaged. Restore it from a backup; do not write to it any further." + suffix, inner),
            raw.SQLITE_NOTADB => new StoreFormatException("The file is not a Shannon.Analytics database (not SQLite at all, or encrypted by something else). It was left untouched; choose another path." + suffix, inner),
            raw.SQLITE_READONLY or raw.SQLITE_PERM => new StoreAccessException("The database cannot be written: the file, its folder or the medium is read-only. Nothing was changed. Grant write access to the file and its folder." + suffix, inner),
            raw.SQLITE_CANTOPEN => new StoreAccessException("The database file cannot be opened or created. Check that its folder exists and that this account may write there." + suffix, inner),
            raw.SQLITE_INTERRUPT => new OperationCanceledException("The query was cancelled.", inner),
            raw.SQLITE_NOMEM => new InsufficientMemoryException("SQLite ran out of memory; the call was not carried out." + suffix, inner),
            raw.SQLITE_IOERR when code == SqliteIoErrorShmSize => new StoreFullException("The disk has no room for the database's shared memory file. Nothing was changed. Free some space and try again; no restart is needed." + suffix, inner),
            raw.SQLITE_IOERR => new StoreException("The operating system reported an error while reading or writing the database. Check the disk; the call was not carried out." + suffix, inner),
            _ => new StoreException("SQLite refused an operation; the call was not carried out." + suffix, inner),
        };
    }

    private const int SqliteIoErrorShmSize = 10 | (19 << 8);
}
