using Shannon.Analytics.Benchmarks.Macro.Shapes;
using SQLitePCL;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>The row table that a host writes itself: one column per field, text as text, indexes by (name, time) and (session, time).</summary>
/// <param name="folder">Empty folder.</param>
/// <param name="data">The rows.</param>
internal sealed class SqliteTextTable(string folder, MetricColumns data) : Contender
{
    private readonly RawSqlite _database = new(Path.Combine(folder, "rows.db"), SqliteSettings.SingleRowPageBytes);

    /// <inheritdoc />
    public override long Operations => data.Rows;

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        _database.Execute(RowTable.Create(data, "TEXT", "INTEGER", "REAL") + "; CREATE INDEX by_name ON records(name, time); CREATE INDEX by_session ON records(session, time)");
        sqlite3_stmt insert = _database.Prepare(RowTable.Insert(data, _ => "?"));
        _database.Execute("BEGIN IMMEDIATE");
        for (int row = 0; row < data.Rows; row++)
        {
            raw.sqlite3_bind_int64(insert, 1, data.TimesMicros[row]);
            raw.sqlite3_bind_text(insert, 2, data.Names[row]);
            raw.sqlite3_bind_text(insert, 3, data.Sessions[row]);
            int parameter = 4;
            foreach (NamedColumn<double> column in data.Measurements)
            {
                raw.sqlite3_bind_double(insert, parameter++, column.Values[row]);
            }

            foreach (NamedColumn<string> column in data.Attributes)
            {
                raw.sqlite3_bind_text(insert, parameter++, column.Values[row]);
            }

            _database.Step(insert);
        }

        _database.Execute("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ValueTask.FromResult(_database.QueryRow(RowTable.Answer(data)));

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }
}
