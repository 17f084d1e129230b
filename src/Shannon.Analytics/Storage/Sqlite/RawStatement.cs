using SQLitePCL;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// A prepared statement on the hot path, without the layers of ADO.NET. Bind, step, read, reset; owned by one thread.
/// Errors of SQLite surface as typed exceptions, and leave the statement reset.
/// </summary>
internal sealed class RawStatement : IDisposable
{
    private readonly sqlite3_stmt _statement;

    internal RawStatement(sqlite3 database, string sql)
    {
        int code = raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteErrors.ToTyped(raw.sqlite3_extended_errcode(database));
        }

        Database = database;
    }

    private sqlite3 Database { get; }

    public void Dispose() => _statement.Dispose();

    internal RawStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    internal RawStatement Bind(int index, long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, index, number) : raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    internal RawStatement Bind(int index, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    internal RawStatement Bind(int index, ReadOnlySpan<byte> blob)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, blob));
        return this;
    }

    /// <summary>True if a row is there to read; then <see cref="Reset"/> must follow.</summary>
    internal bool Step()
    {
        int code = raw.sqlite3_step(_statement);
        switch (code)
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                Reset();
                return false;
            default:
                int extended = raw.sqlite3_extended_errcode(Database);
                Reset();
                throw SqliteErrors.ToTyped(extended);
        }
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    internal void Run()
    {
        if (Step())
        {
            Reset();
        }
    }

    internal long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    internal string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    internal bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    internal string? TextOrNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Text(column);

    internal long? LongOrNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Long(column);

    /// <summary>Valid until the next step or reset.</summary>
    internal ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    internal void Reset()
    {
        raw.sqlite3_reset(_statement);
        raw.sqlite3_clear_bindings(_statement);
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw SqliteErrors.ToTyped(code);
        }
    }
}
