using System.Globalization;
using SQLitePCL;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>A lone durable caller: one transaction with one insert of interned integers per record, raw SQLite API.</summary>
internal sealed class RawTransaction : Contender
{
    private readonly int _records;
    private readonly RawSqlite _database;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _commit;

    /// <param name="folder">Empty folder.</param>
    /// <param name="records">How many records, each in its own transaction.</param>
    public RawTransaction(string folder, int records)
    {
        _records = records;
        _database = new RawSqlite(Path.Combine(folder, "rows.db"), SqliteSettings.SingleRowPageBytes);
        _database.Execute(
            "CREATE TABLE records(time INTEGER NOT NULL, name INTEGER NOT NULL, session INTEGER NOT NULL, value REAL NOT NULL,"
            + " language INTEGER NOT NULL, complexity INTEGER NOT NULL, region INTEGER NOT NULL, status INTEGER NOT NULL)");
        _begin = _database.Prepare("BEGIN IMMEDIATE");
        _insert = _database.Prepare("INSERT INTO records VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        _commit = _database.Prepare("COMMIT");
    }

    /// <inheritdoc />
    public override long Operations => _records;

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        for (int i = 0; i < _records; i++)
        {
            _database.Step(_begin);
            raw.sqlite3_bind_int64(_insert, 1, 1_767_225_600_000_000 + i);
            raw.sqlite3_bind_int(_insert, 2, i % 20);
            raw.sqlite3_bind_int(_insert, 3, i % 500);
            raw.sqlite3_bind_double(_insert, 4, i * 0.125);
            raw.sqlite3_bind_int(_insert, 5, i % 6);
            raw.sqlite3_bind_int(_insert, 6, i % 3);
            raw.sqlite3_bind_int(_insert, 7, i % 8);
            raw.sqlite3_bind_int(_insert, 8, i % 5);
            _database.Step(_insert);
            _database.Step(_commit);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync()
    {
        double stored = _database.QueryRow("SELECT count(*) FROM records")[0];
        return stored == _records
            ? ValueTask.FromResult<double[]>([])
            : throw new WrongAnswerException(string.Create(
                CultureInfo.InvariantCulture, $"raw-transaction stored {stored} of {_records} records."));
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }
}
