using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using SQLitePCL;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>A row table in SQLite with text as integer codes, indexed by (metric, time) and by session.</summary>
internal sealed class SqliteTelemetry : IDisposable
{
    private readonly RawSqlite _database;

    /// <summary>Opens a loaded database.</summary>
    public SqliteTelemetry(string path) => _database = new RawSqlite(path, SqliteSettings.BatchPageBytes);

    /// <summary>Writes the rows, then the indexes.</summary>
    public static void Load(string path, TelemetryRows rows)
    {
        CodedColumn[] texts = rows.Texts;
        using var database = new RawSqlite(path, SqliteSettings.BatchPageBytes);
        database.Execute($"CREATE TABLE records(time INTEGER NOT NULL, {string.Join(", ", texts.Select(c => c.Name + " INTEGER NOT NULL"))}, value REAL NOT NULL)");
        sqlite3_stmt insert = database.Prepare($"INSERT INTO records VALUES(?, {string.Concat(Enumerable.Repeat("?, ", texts.Length))}?)");
        database.Execute("BEGIN IMMEDIATE");
        for (int row = 0; row < rows.Count; row++)
        {
            raw.sqlite3_bind_int64(insert, 1, rows.Times[row]);
            for (int i = 0; i < texts.Length; i++)
            {
                raw.sqlite3_bind_int(insert, i + 2, texts[i].Codes[row]);
            }

            raw.sqlite3_bind_double(insert, texts.Length + 2, rows.Values[row]);
            database.Step(insert);
        }

        database.Execute("COMMIT");
        database.Execute("CREATE INDEX by_metric ON records(metric, time); CREATE INDEX by_session ON records(session, time); ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Runs a query and reads its whole answer.</summary>
    public double[] Run(TelemetryQuery query) => _database.Query(query.Sqlite);

    /// <inheritdoc />
    public void Dispose() => _database.Dispose();
}
