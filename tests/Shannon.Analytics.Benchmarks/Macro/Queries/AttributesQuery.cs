using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>p95 of one metric by two attributes.</summary>
internal sealed class AttributesQuery : TelemetryQuery
{
    /// <inheritdoc />
    public override string Name => "query-attributes";

    /// <inheritdoc />
    public override string Description => "p95 of one metric by two attributes";

    /// <inheritdoc />
    public override double Bar => 0.15;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb { get; } =
    [
        $"SELECT enum_code(tool)::DOUBLE, enum_code(region)::DOUBLE, quantile_cont(value, 0.95) FROM {Sql.DuckDbLatency} GROUP BY tool, region ORDER BY tool, region",
        $"WITH m AS MATERIALIZED (SELECT tool, region, value FROM {Sql.DuckDbLatency}) SELECT enum_code(tool)::DOUBLE, enum_code(region)::DOUBLE, quantile_cont(value, 0.95) FROM m GROUP BY tool, region ORDER BY tool, region",
    ];

    /// <inheritdoc />
    public override string Sqlite { get; } = $"SELECT tool, region, {Sql.SqlitePercentile(0.95)} FROM {Sql.SqliteRanked("tool, region")} GROUP BY tool, region ORDER BY tool, region";

    /// <inheritdoc />
    public override Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows) => Ask.AggregateAsync(
        store,
        new AggregateQuery { Selector = Selector.Of(TelemetryShape.Latency), GroupBy = [GroupKey.Attribute("tool"), GroupKey.Attribute("region")], Functions = ["p95"] },
        [rows.Tool, rows.Region]);

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows) =>
    [
        .. Plain.Group(rows, Plain.MetricOf(rows, TelemetryShape.Latency), row => rows.Tool.Codes[row] * 100 + rows.Region.Codes[row])
            .SelectMany(g => new[] { g.Key / 100, g.Key % 100, Plain.Percentile(g.Value, 0.95) }),
    ];
}
