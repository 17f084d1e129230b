using Dapper;
using Microsoft.Data.Sqlite;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>Dapper inserting row objects, strings as text, one transaction per batch.</summary>
/// <typeparam name="TRow">The row object; its property names are those of <see cref="RowTable.Property"/>.</typeparam>
internal sealed class SqliteDapper<TRow> : Contender
{
    private readonly MetricColumns _data;
    private readonly SqliteConnection _connection;
    private readonly string _insert;
    private readonly IReadOnlyList<TRow[]> _batches;

    /// <param name="folder">Empty folder.</param>
    /// <param name="data">The rows.</param>
    /// <param name="rowsOf">Makes the caller's row objects (untimed).</param>
    public SqliteDapper(string folder, MetricColumns data, Func<MetricColumns, IReadOnlyList<TRow>> rowsOf)
    {
        _data = data;
        _batches = [.. rowsOf(data).Chunk(RowTable.BatchRows)];
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "dapper.db")};Pooling=False");
        _connection.Open();
        _connection.Execute(SqliteSettings.Pragmas(SqliteSettings.BatchPageBytes));
        _connection.Execute(RowTable.Create(data, "TEXT", "INTEGER", "REAL"));
        _insert = RowTable.Insert(data, column => "@" + RowTable.Property(column));
    }

    /// <inheritdoc />
    public override long Operations => _data.Rows;

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        // The synchronous calls: SQLite's asynchronous ones block all the same and cost more.
        foreach (TRow[] batch in _batches)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            _connection.Execute(_insert, batch, transaction);
            transaction.Commit();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync()
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = RowTable.Answer(_data);
        using SqliteDataReader reader = command.ExecuteReader();
        reader.Read();
        return ValueTask.FromResult(Enumerable.Range(0, reader.FieldCount).Select(reader.GetDouble).ToArray());
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _connection.DisposeAsync();
}
