using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>p95 of one metric by session.</summary>
internal sealed class SessionQuery : TelemetryQuery
{
    /// <inheritdoc />
    public override string Name => "query-session";

    /// <inheritdoc />
    public override string Description => "p95 of one metric by session";

    /// <inheritdoc />
    public override double Bar => 0.15;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb { get; } =
    [
        $"SELECT enum_code(session)::DOUBLE, quantile_cont(value, 0.95) FROM {Sql.DuckDbLatency} GROUP BY session ORDER BY session",
        $"WITH m AS MATERIALIZED (SELECT session, value FROM {Sql.DuckDbLatency}) SELECT enum_code(session)::DOUBLE, quantile_cont(value, 0.95) FROM m GROUP BY session ORDER BY session",
    ];

    /// <inheritdoc />
    public override string Sqlite { get; } = $"SELECT session, {Sql.SqlitePercentile(0.95)} FROM {Sql.SqliteRanked("session")} GROUP BY session ORDER BY session";

    /// <inheritdoc />
    public override Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows) => Ask.AggregateAsync(
        store,
        new AggregateQuery { Selector = Selector.Of(TelemetryShape.Latency), GroupBy = [GroupKey.Session], Functions = ["p95"] },
        [rows.Session]);

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows) =>
    [
        .. Plain.Group(rows, Plain.MetricOf(rows, TelemetryShape.Latency), row => rows.Session.Codes[row])
            .SelectMany(g => new[] { g.Key, Plain.Percentile(g.Value, 0.95) }),
    ];
}
