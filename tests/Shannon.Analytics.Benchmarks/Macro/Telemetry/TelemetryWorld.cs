using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>The rows of one size and every database loaded with them: each is loaded by whoever asks first and shared by all experiments of a run.</summary>
/// <param name="folder">Where the databases lie; those found there are used as they are.</param>
/// <param name="count">How many rows.</param>
internal sealed class TelemetryWorld(string folder, int count) : IAsyncDisposable
{
    /// <summary>The largest size that is loaded into the row table.</summary>
    public const int MostRowsOfRowTable = 10_000_000;

    private readonly Dictionary<bool, DuckDbTelemetry> _duckDb = [];
    private readonly Dictionary<StoreKind, SqliteStore> _stores = [];
    private SqliteTelemetry? _sqlite;

    /// <summary>How often queries of this size are asked in a timed run.</summary>
    public Repetitions Repetitions { get; } = new();

    /// <summary>How many rows.</summary>
    public int Count => count;

    /// <summary>The rows.</summary>
    public TelemetryRows Rows => field ??= TelemetryShape.Make(count);

    /// <summary>How a store of ours is opened.</summary>
    public static SqliteStoreOptions Options(StoreKind kind) => new() { EncryptionEnabled = kind == StoreKind.Encrypted };

    /// <summary>SQLite's row table.</summary>
    public async Task<SqliteTelemetry> SqliteAsync() => _sqlite ??= new SqliteTelemetry(await SqliteFileAsync());

    /// <summary>DuckDB's table, sorted by (metric, time) or in order of arrival.</summary>
    public async Task<DuckDbTelemetry> DuckDbAsync(bool sorted)
    {
        if (!_duckDb.TryGetValue(sorted, out DuckDbTelemetry? database))
        {
            _duckDb.Add(sorted, database = new DuckDbTelemetry(await DuckDbFileAsync(sorted)));
        }

        return database;
    }

    /// <summary>Our store.</summary>
    public async Task<SqliteStore> StoreAsync(StoreKind kind)
    {
        if (!_stores.TryGetValue(kind, out SqliteStore? store))
        {
            store = new SqliteStore(await StoreFileAsync(kind), Options(kind));
            await store.InitializeAsync();
            _stores.Add(kind, store);
        }

        return store;
    }

    /// <summary>The file of SQLite's row table.</summary>
    public Task<string> SqliteFileAsync() => LoadedAsync(
        "rows.sqlite",
        path =>
        {
            SqliteTelemetry.Load(path, Rows);
            return Task.CompletedTask;
        });

    /// <summary>The file of DuckDB's table.</summary>
    public Task<string> DuckDbFileAsync(bool sorted) => LoadedAsync(
        sorted ? "sorted.duckdb" : "arrival.duckdb",
        path =>
        {
            DuckDbTelemetry.Load(path, Rows, sorted);
            return Task.CompletedTask;
        });

    /// <summary>The file of our store.</summary>
    public Task<string> StoreFileAsync(StoreKind kind) =>
        LoadedAsync($"shannon-{kind}.db", path => TelemetryLoader.LoadAsync(path, Rows, Options(kind)));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (DuckDbTelemetry database in _duckDb.Values)
        {
            database.Dispose();
        }

        foreach (SqliteStore store in _stores.Values)
        {
            await store.DisposeAsync();
        }

        _sqlite?.Dispose();
    }

    // A half-written database lies in a folder of its own, so that nothing that was interrupted is ever used.
    private async Task<string> LoadedAsync(string name, Func<string, Task> load)
    {
        string place = Path.Combine(folder, name);
        if (!Directory.Exists(place))
        {
            string half = place + ".half";
            if (Directory.Exists(half))
            {
                Directory.Delete(half, recursive: true);
            }

            await load(Path.Combine(Directory.CreateDirectory(half).FullName, name));
            Directory.Move(half, place);
        }

        return Path.Combine(place, name);
    }
}
