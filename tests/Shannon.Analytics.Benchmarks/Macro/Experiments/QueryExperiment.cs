using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>
/// One query over 30 days, 20 metrics, 500 sessions. Outside the clock: loading, opening, finding DuckDB's fastest form. Inside: from the question to the
/// whole answer in the caller's hands, everything warm. All answers are compared with plain loops over the rows.
/// </summary>
internal sealed class QueryExperiment : Experiment
{
    // Bars are promises about a database that outgrows the processor's caches.
    private const int JudgedAtRows = 10_000_000;

    private readonly TelemetryWorlds _worlds;
    private readonly TelemetryQuery _query;
    private TelemetryWorld? _world;
    private double[]? _answer;
    private int _rows;

    /// <param name="worlds">The shared databases.</param>
    /// <param name="query">The query.</param>
    public QueryExperiment(TelemetryWorlds worlds, TelemetryQuery query)
    {
        _worlds = worlds;
        _query = query;
        Contenders =
        [
            new("shannon", ContenderRole.Ours, "the store's typed query, sealed store, all defaults", _ => new StoreQueryRun(World, StoreKind.Plain, _query)),
            new("duckdb", ContenderRole.Rival, "the fastest of several forms over a table in order of arrival, 2 threads", _ => Run(() => Warm(sorted: false))),
            new("duckdb-sorted", ContenderRole.Rival, "the same over a table sorted by (metric, time)", _ => Run(() => Warm(sorted: true))),
            new("sqlite-rows", ContenderRole.Rival, "SQL over a row table with indexes by (metric, time) and session, at most 10,000,000 rows", _ => Run(SqliteRows)),
        ];
        Figures = [Bar("duckdb", query.Bar), Bar("duckdb-sorted", 0.7)];

        Figure Bar(string rival, double bar) => new()
        {
            Name = $"{query.Name}-vs-{rival}",
            Ours = "shannon",
            Rival = rival,
            Measure = Measure.Milliseconds,
            Comparison = Comparison.AtMost,
            Bar = bar,
            JudgedAtRows = JudgedAtRows,
        };
    }

    /// <inheritdoc />
    public override string Name => _query.Name;

    /// <inheritdoc />
    public override string Description => _query.Description;

    /// <inheritdoc />
    public override Measure Measure => Measure.Milliseconds;

    /// <inheritdoc />
    public override bool DependsOnRows => true;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    /// <inheritdoc />
    public override double[]? ExpectedAnswer => _answer;

    private TelemetryWorld World => _world ?? throw new InvalidOperationException("The experiment is not prepared.");

    /// <inheritdoc />
    public override void Prepare(int rows)
    {
        _rows = rows;
        _world = _worlds.Of(rows);
        _answer = _query.Compute(_world.Rows);
    }

    /// <inheritdoc />
    public override void Release() => _answer = null;

    private SqlQueryRun Run(Func<Task<Func<TelemetryQuery, double[]>>> open) => new(_query, open, _rows);

    private async Task<Func<TelemetryQuery, double[]>> Warm(bool sorted)
    {
        DuckDbTelemetry database = await World.DuckDbAsync(sorted);
        database.Warm(_query);
        return database.Run;
    }

    private async Task<Func<TelemetryQuery, double[]>> SqliteRows() => (await World.SqliteAsync()).Run;
}
