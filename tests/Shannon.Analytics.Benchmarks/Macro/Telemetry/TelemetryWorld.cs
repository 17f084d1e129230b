using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>The rows of one size and every database loaded with them: each is loaded by whoever asks first and shared by all experiments of a run.</summary>
/// <param name="folder">Where the databases lie; those found there are used as they are.</param>
/// <param name="count">How many rows.</param>
internal sealed class TelemetryWorld(string folder, int count) : IAsyncDisposable
{
    /// <summary>The largest size that is loaded into the row table.</summary>
    public const int MostRowsOfRowTable = 10_000_000;

    private readonly Dictionary<bool, DuckDbTelemetry> _duckDb = [];
    private SqliteTelemetry? _sqlite;

    /// <summary>The rows.</summary>
    public TelemetryRows Rows => field ??= TelemetryShape.Make(count);

    /// <summary>SQLite's row table.</summary>
    public SqliteTelemetry Sqlite => _sqlite ??= new SqliteTelemetry(Loaded("rows.sqlite", path => SqliteTelemetry.Load(path, Rows)));

    /// <summary>DuckDB's table, sorted by (metric, time) or in order of arrival.</summary>
    public DuckDbTelemetry DuckDb(bool sorted)
    {
        if (!_duckDb.TryGetValue(sorted, out DuckDbTelemetry? database))
        {
            _duckDb.Add(sorted, database = new DuckDbTelemetry(DuckDbFile(sorted)));
        }

        return database;
    }

    /// <summary>The file of DuckDB's table.</summary>
    public string DuckDbFile(bool sorted) =>
        Loaded(sorted ? "sorted.duckdb" : "arrival.duckdb", path => DuckDbTelemetry.Load(path, Rows, sorted));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (DuckDbTelemetry database in _duckDb.Values)
        {
            database.Dispose();
        }

        _sqlite?.Dispose();
    }

    // A half-written database has another name, so that nothing that was interrupted is ever used.
    private string Loaded(string name, Action<string> load)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            string half = path + ".half";
            foreach (string left in Directory.EnumerateFiles(folder, name + ".half*"))
            {
                File.Delete(left);
            }

            load(half);
            File.Move(half, path);
        }

        return path;
    }
}
