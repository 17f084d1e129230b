using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>p95 of all 20 metrics by hour.</summary>
internal sealed class HourlyAllQuery : TelemetryQuery
{
    /// <inheritdoc />
    public override string Name => "query-hourly-all";

    /// <inheritdoc />
    public override string Description => "p95 of all 20 metrics by hour over 30 days";

    /// <inheritdoc />
    public override double Bar => 0.33;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb { get; } =
    [
        $"SELECT enum_code(metric)::DOUBLE, h::DOUBLE, p FROM (SELECT metric, {Sql.DuckDbHour} AS h, quantile_cont(value, 0.95) AS p FROM records GROUP BY metric, h) ORDER BY metric, h",
        $"SELECT m::DOUBLE, h::DOUBLE, p FROM (SELECT enum_code(metric) AS m, {Sql.DuckDbHour} AS h, quantile_cont(value, 0.95) AS p FROM records GROUP BY m, h) ORDER BY m, h",
        $"SELECT (k // 1000)::DOUBLE, (k % 1000)::DOUBLE, p FROM (SELECT enum_code(metric)::INTEGER * 1000 + {Sql.DuckDbHour}::INTEGER AS k, quantile_cont(value, 0.95) AS p FROM records GROUP BY k) ORDER BY k",
    ];

    /// <inheritdoc />
    public override string Sqlite { get; } =
        $"SELECT metric, h, {Sql.SqlitePercentile(0.95)} FROM {Sql.SqliteRanked("metric, " + Sql.SqliteHour + " AS h", "records")} GROUP BY metric, h ORDER BY metric, h";

    /// <inheritdoc />
    public override Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows) => Ask.AggregateAsync(
        store,
        new AggregateQuery { Bucket = TimeBucket.Hour, GroupBy = [GroupKey.Name], Functions = ["p95"] },
        [rows.Metric],
        keysFirst: true);

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows) =>
    [
        .. Plain.Group(rows, -1, row => rows.Metric.Codes[row] * 1000L + Plain.Bucket(rows, row, Plain.Hour))
            .SelectMany(g => new[] { g.Key / 1000, g.Key % 1000, Plain.Percentile(g.Value, 0.95) }),
    ];
}
