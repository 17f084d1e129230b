using Dapper;
using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using SQLitePCL;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>Creates, checks and migrates the catalogue of a database file.</summary>
internal static class SqliteSchema
{
    /// <summary>"SHNA" in ASCII, in the header of every file of ours.</summary>
    internal const int ApplicationId = 0x53484E41;

    /// <summary>The version this release writes.</summary>
    internal const int Version = 4;

    /// <summary>The oldest SQLite whose write-ahead log is sound for several processes: 3.51.3.</summary>
    internal const int MinimumEngine = 3_051_003;

    /// <summary>What takes a catalogue from each earlier version to the next. Blocks are never rewritten here: they carry versions of their own.</summary>
    private static readonly SchemaMigration[] Migrations =
    [
        new(1, PropertyTable.Migration + SegmentTable.Create),
        new(2, RollupTable.Migration + CatalogueChecksums.Migration + CatalogueSums.Migration, CatalogueChecksums.Fill),
        new(3, KeyTable.Migration),
    ];

    /// <summary>Version 1. A new file takes the same steps from there as an old one, so that both end up alike.</summary>
    private const string CreateTables = """
        CREATE TABLE counters(name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE names(id INTEGER PRIMARY KEY, category INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE(category, name));
        CREATE TABLE sessions(id INTEGER PRIMARY KEY, session TEXT NOT NULL UNIQUE,
            user_id TEXT, user_at INTEGER, project TEXT, project_at INTEGER, model TEXT, model_at INTEGER);
        CREATE INDEX sessions_user ON sessions(user_id) WHERE user_id IS NOT NULL;
        CREATE TABLE journal(first_id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, count INTEGER NOT NULL,
            min_time INTEGER NOT NULL, max_time INTEGER NOT NULL, block BLOB NOT NULL);
        CREATE TABLE keys(hash BLOB NOT NULL PRIMARY KEY, id INTEGER NOT NULL, rank INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE dead(id INTEGER PRIMARY KEY, replaced_by INTEGER);
        CREATE INDEX dead_replaced_by ON dead(replaced_by) WHERE replaced_by IS NOT NULL;
        CREATE TABLE state(kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, value TEXT NOT NULL, updated_at INTEGER NOT NULL,
            PRIMARY KEY(kind, id)) WITHOUT ROWID;
        CREATE TABLE state_log(id INTEGER PRIMARY KEY AUTOINCREMENT, log TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE INDEX state_log_by_log ON state_log(log, id);
        CREATE TABLE leases(name TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, epoch INTEGER NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counters(name, value) VALUES ('next_id', 1), ('sessions_version', 0), ('journal_version', 0);
        """;

    /// <summary>Refuses SQLite libraries that are too old.</summary>
    internal static void CheckEngine(int engineVersion)
    {
        if (engineVersion < MinimumEngine)
        {
            throw new StoreVersionException(FormattableString.Invariant(
                $"The SQLite library in this process is {engineVersion / 1_000_000}.{engineVersion / 1000 % 1000}.{engineVersion % 1000}; 3.51.3 or later is needed. Update the package SQLitePCLRaw.bundle_e_sqlite3, or the system library it was replaced by."));
        }
    }

    /// <summary>Makes the file ours, or checks that it is. A file that is not is left untouched.</summary>
    internal static void Open(SqliteConnection connection)
    {
        if (!IsOurs(connection))
        {
            connection.Execute("PRAGMA page_size=8192; PRAGMA auto_vacuum=INCREMENTAL;");
            connection.Execute("PRAGMA journal_mode=WAL;");
            Create(connection);
        }

        CheckVersion(connection.ExecuteScalar<int>("PRAGMA user_version"));
        connection.Execute("PRAGMA journal_mode=WAL;");
        Migrate(connection, Migrations, Version);
    }

    /// <summary>Brings an older catalogue up to <paramref name="target"/>, in one transaction: all steps or none.</summary>
    internal static void Migrate(SqliteConnection connection, IReadOnlyList<SchemaMigration> migrations, int target)
    {
        if (connection.ExecuteScalar<int>("PRAGMA user_version") >= target)
        {
            return;
        }

        InTransaction(connection, () =>
        {
            // Asked again under the lock: another process may have migrated meanwhile.
            int version = connection.ExecuteScalar<int>("PRAGMA user_version");
            foreach (SchemaMigration migration in migrations.Where(step => step.From >= version).OrderBy(step => step.From))
            {
                Apply(connection, migration);
            }

            connection.Execute(FormattableString.Invariant($"PRAGMA user_version={Math.Max(version, target)}"));
        });
    }

    private static void Apply(SqliteConnection connection, SchemaMigration migration)
    {
        connection.Execute(migration.Sql);
        if (migration.Then is not { } then)
        {
            return;
        }

        var statements = new RawConnection(connection);
        try
        {
            then(statements);
        }
        finally
        {
            statements.ForgetStatements();
        }
    }

    /// <summary>Refuses versions this release does not know.</summary>
    internal static void CheckVersion(int version)
    {
        if (version > Version)
        {
            throw new StoreVersionException($"The database has schema version {version}; this release writes version {Version}. Another process runs a newer release: update Shannon.Analytics here too. Nothing was changed.");
        }

        if (version < 1)
        {
            throw new StoreCorruptException($"The database claims schema version {version}, which never existed. Restore it from a backup.");
        }
    }

    private static bool IsOurs(SqliteConnection connection)
    {
        // Tables and application id are created in one commit, maybe of another process just now: whoever sees the tables first also sees the id.
        bool empty = connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master") == 0;
        int application = connection.ExecuteScalar<int>("PRAGMA application_id");
        if (application == ApplicationId)
        {
            return true;
        }

        return application == 0 && empty
            ? false
            : throw new StoreFormatException("The file is an SQLite database of another application. It was left untouched; choose another path.");
    }

    private static void Create(SqliteConnection connection) => InTransaction(connection, () =>
    {
        // Another process may have been faster.
        if (!IsOurs(connection))
        {
            connection.Execute(CreateTables);
            foreach (SchemaMigration migration in Migrations)
            {
                connection.Execute(migration.Sql);
            }

            connection.Execute(FormattableString.Invariant($"PRAGMA application_id={ApplicationId}; PRAGMA user_version={Version};"));
        }
    });

    private static void InTransaction(SqliteConnection connection, Action body)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            body();
            connection.Execute("COMMIT");
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                connection.Execute("ROLLBACK");
            }

            throw;
        }
    }
}
