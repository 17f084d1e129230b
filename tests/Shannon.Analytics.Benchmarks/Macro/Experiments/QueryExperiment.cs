using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>
/// One query over 30 days, 20 metrics, 500 sessions. Outside the clock: loading, opening, finding DuckDB's fastest form. Inside: from the question to the
/// whole answer in the caller's hands, everything warm. All answers are compared with plain loops over the rows.
/// </summary>
internal sealed class QueryExperiment : TelemetryExperiment
{
    private readonly TelemetryQuery _query;
    private double[]? _answer;

    /// <param name="worlds">The shared databases.</param>
    /// <param name="query">The query.</param>
    public QueryExperiment(TelemetryWorlds worlds, TelemetryQuery query)
        : base(worlds)
    {
        _query = query;
        List<ContenderEntry> contenders =
        [
            new("shannon", ContenderRole.Ours, "the store's typed query, sealed store, all defaults", _ => new StoreQueryRun(World, StoreKind.Plain, _query)),
            new("duckdb", ContenderRole.Rival, "the fastest of several forms over a table in order of arrival, 2 threads", _ => Run("duckdb", () => WarmAsync(sorted: false))),
            new("duckdb-sorted", ContenderRole.Rival, "the same over a table sorted by (metric, time)", _ => Run("duckdb-sorted", () => WarmAsync(sorted: true))),
            new("sqlite-rows", ContenderRole.Rival, "SQL over a row table with indexes by (metric, time) and (session, time); absent above 10,000,000 rows", _ => Run("sqlite-rows", SqliteRowsAsync)),
        ];
        List<Figure> figures = [Bar("shannon", "duckdb", query.Bar), Bar("shannon", "duckdb-sorted", 0.7)];
        if (query is HourlyQuery)
        {
            contenders.Insert(1, new("shannon-rollups", ContenderRole.Ours, "the same with Precision = Approximate; percentiles within 1 %", _ => new RollupRun(World, _answer!)));
            figures.Add(Bar("shannon-rollups", "duckdb", 0.03));
        }

        Contenders = contenders;
        Figures = figures;

        Figure Bar(string ours, string rival, double bar) =>
            AtMost($"{query.Name}-{ours}-vs-{rival}", ours, rival, Measure, bar);
    }

    /// <inheritdoc />
    public override string Name => _query.Name;

    /// <inheritdoc />
    public override string Description => _query.Description;

    /// <inheritdoc />
    public override Measure Measure => Measure.MillisecondsPerQuery;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    /// <inheritdoc />
    public override double[]? ExpectedAnswer => _answer;

    /// <inheritdoc />
    public override void Prepare(int rows)
    {
        base.Prepare(rows);
        _answer = _query.Compute(World.Rows);
    }

    /// <inheritdoc />
    public override void Release() => _answer = null;

    /// <inheritdoc />
    public override bool TakesPart(ContenderEntry contender, int rows) =>
        contender.Name != "sqlite-rows" || rows <= TelemetryWorld.MostRowsOfRowTable;

    private SqlQueryRun Run(string rival, Func<Task<Func<TelemetryQuery, double[]>>> open) => new(World, rival, _query, open);

    private async Task<Func<TelemetryQuery, double[]>> WarmAsync(bool sorted)
    {
        DuckDbTelemetry database = await World.DuckDbAsync(sorted);
        database.Warm(_query);
        return database.Run;
    }

    private async Task<Func<TelemetryQuery, double[]>> SqliteRowsAsync() => (await World.SqliteAsync()).Run;
}
