using Shannon.Analytics.Benchmarks.Macro.Shapes;
using SQLitePCL;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>
/// The row-wise limit: prepared single-table inserts of interned integers through the raw SQLite API, no index, one
/// transaction per batch.
/// </summary>
internal sealed class SqliteRowRaw : Contender
{
    private readonly MetricColumns _data;
    private readonly RawSqlite _database;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _commit;
    private readonly StringInterner _names;
    private readonly StringInterner _sessions;
    private readonly StringInterner[] _attributes;
    private readonly double[][] _measurements;
    private readonly (int[] Names, int[] Sessions, int[][] Attributes)? _interned;

    /// <param name="folder">Empty folder.</param>
    /// <param name="data">The rows.</param>
    /// <param name="internTimed">
    /// Whether strings become integers inside the timed part (a caller with strings) or before it (the bare limit).
    /// </param>
    public SqliteRowRaw(string folder, MetricColumns data, bool internTimed)
    {
        _data = data;
        _database = new RawSqlite(Path.Combine(folder, "rows.db"), SqliteSettings.BatchPageBytes);
        _database.Execute(RowTable.Create(data, "INTEGER", "INTEGER", "REAL"));
        _begin = _database.Prepare("BEGIN IMMEDIATE");
        _insert = _database.Prepare(RowTable.Insert(data, _ => "?"));
        _commit = _database.Prepare("COMMIT");
        _names = new StringInterner(_database, "name");
        _sessions = new StringInterner(_database, "session");
        _attributes = [.. data.Attributes.Select(a => new StringInterner(_database, a.Name))];
        _measurements = [.. data.Measurements.Select(m => m.Values)];
        if (!internTimed)
        {
            _database.Step(_begin);
            _interned = (
                _names.InternAll(data.Names),
                _sessions.InternAll(data.Sessions),
                [.. data.Attributes.Select((a, i) => _attributes[i].InternAll(a.Values))]);
            _database.Step(_commit);
        }
    }

    /// <inheritdoc />
    public override long Operations => _data.Rows;

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        for (int start = 0; start < _data.Rows; start += RowTable.BatchRows)
        {
            int end = Math.Min(start + RowTable.BatchRows, _data.Rows);
            _database.Step(_begin);
            if (_interned is { } interned)
            {
                InsertInterned(start, end, interned.Names, interned.Sessions, interned.Attributes);
            }
            else
            {
                InsertStrings(start, end);
            }

            _database.Step(_commit);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ValueTask.FromResult(_database.QueryRow(RowTable.Answer(_data)));

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    private void InsertInterned(int start, int end, int[] names, int[] sessions, int[][] attributes)
    {
        for (int row = start; row < end; row++)
        {
            raw.sqlite3_bind_int64(_insert, 1, _data.TimesMicros[row]);
            raw.sqlite3_bind_int(_insert, 2, names[row]);
            raw.sqlite3_bind_int(_insert, 3, sessions[row]);
            int parameter = BindMeasurements(row);
            foreach (int[] column in attributes)
            {
                raw.sqlite3_bind_int(_insert, parameter++, column[row]);
            }

            _database.Step(_insert);
        }
    }

    private void InsertStrings(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            raw.sqlite3_bind_int64(_insert, 1, _data.TimesMicros[row]);
            raw.sqlite3_bind_int(_insert, 2, _names.Intern(_data.Names[row]));
            raw.sqlite3_bind_int(_insert, 3, _sessions.Intern(_data.Sessions[row]));
            int parameter = BindMeasurements(row);
            for (int i = 0; i < _attributes.Length; i++)
            {
                raw.sqlite3_bind_int(_insert, parameter++, _attributes[i].Intern(_data.Attributes[i].Values[row]));
            }

            _database.Step(_insert);
        }
    }

    private int BindMeasurements(int row)
    {
        int parameter = 4;
        foreach (double[] column in _measurements)
        {
            raw.sqlite3_bind_double(_insert, parameter++, column[row]);
        }

        return parameter;
    }
}
