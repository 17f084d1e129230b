using Microsoft.Data.Sqlite;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A connection with its prepared statements. Owned by one thread at a time.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Dictionary<string, RawStatement> _statements = new(StringComparer.Ordinal);

    internal RawConnection(SqliteConnection connection) => Connection = connection;

    internal SqliteConnection Connection { get; }

    internal SQLitePCL.sqlite3 Handle => Connection.Handle!;

    /// <summary>The prepared form of a constant text, made once per connection.</summary>
    internal RawStatement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out RawStatement? statement))
        {
            statement = new RawStatement(Handle, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    internal void Run(string sql) => Prepared(sql).Run();

    internal long Scalar(string sql)
    {
        RawStatement statement = Prepared(sql);
        long value = statement.Step() ? statement.Long(0) : 0;
        statement.Reset();
        return value;
    }

    /// <summary>Runs the body in a deferred transaction, so that all it reads comes from one snapshot.</summary>
    internal T Read<T>(Func<RawConnection, T> body)
    {
        Run("BEGIN DEFERRED");
        try
        {
            return body(this);
        }
        finally
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(Handle) == 0)
            {
                Run("ROLLBACK");
            }
        }
    }

    public void Dispose()
    {
        ForgetStatements();
        Connection.Dispose();
    }

    /// <summary>Gives the statements back, and leaves the connection open.</summary>
    internal void ForgetStatements()
    {
        foreach (RawStatement statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }
}
