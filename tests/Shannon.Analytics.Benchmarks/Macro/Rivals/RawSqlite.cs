using SQLitePCL;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>A connection through the raw SQLite API, without ADO.NET in between.</summary>
internal sealed class RawSqlite : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<sqlite3_stmt> _statements = [];

    static RawSqlite() => Batteries_V2.Init();

    /// <summary>Creates a database with <see cref="SqliteSettings.Pragmas"/>.</summary>
    public RawSqlite(string path, int pageBytes)
    {
        Check(raw.sqlite3_open_v2(
            path, out _handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null));
        Execute(SqliteSettings.Pragmas(pageBytes));
    }

    /// <summary>Runs one or more statements without results.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Prepares a statement that lives as long as the connection.</summary>
    public sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt statement));
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs a bound statement that returns no rows and makes it ready for the next use.</summary>
    public void Step(sqlite3_stmt statement)
    {
        int result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }

        Check(raw.sqlite3_reset(statement));
    }

    /// <summary>All columns of the only row of a query.</summary>
    public double[] QueryRow(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out sqlite3_stmt statement));
        using (statement)
        {
            int result = raw.sqlite3_step(statement);
            if (result != raw.SQLITE_ROW)
            {
                throw Error(result);
            }

            var row = new double[raw.sqlite3_column_count(statement)];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = raw.sqlite3_column_double(statement, i);
            }

            return row;
        }
    }

    /// <summary>All columns of all rows of a query; NULL is 0.</summary>
    public double[] Query(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out sqlite3_stmt statement));
        using (statement)
        {
            int columns = raw.sqlite3_column_count(statement);
            var answer = new List<double>();
            int result;
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                for (int i = 0; i < columns; i++)
                {
                    answer.Add(raw.sqlite3_column_double(statement, i));
                }
            }

            return result == raw.SQLITE_DONE ? [.. answer] : throw Error(result);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (sqlite3_stmt statement in _statements)
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Error(result);
        }
    }

    private InvalidOperationException Error(int result) =>
        new($"SQLite error {result}: {raw.sqlite3_errmsg(_handle).utf8_to_string()}");
}
