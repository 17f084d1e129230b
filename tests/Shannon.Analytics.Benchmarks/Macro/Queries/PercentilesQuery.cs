using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>Six percentiles of one metric over 30 days.</summary>
internal sealed class PercentilesQuery : TelemetryQuery
{
    private static readonly double[] Probabilities = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];
    private static readonly string List = "[" + string.Join(", ", Probabilities.Select(p => FormattableString.Invariant($"{p}"))) + "]";

    /// <inheritdoc />
    public override string Name => "query-percentiles";

    /// <inheritdoc />
    public override string Description => "p50, p75, p90, p95, p99, p99.9 of one metric over 30 days";

    /// <inheritdoc />
    public override double Bar => 0.15;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb { get; } =
    [
        $"SELECT q[1], q[2], q[3], q[4], q[5], q[6] FROM (SELECT quantile_cont(value, {List}) AS q FROM {Sql.DuckDbLatency})",
        $"WITH m AS MATERIALIZED (SELECT value FROM {Sql.DuckDbLatency}) SELECT q[1], q[2], q[3], q[4], q[5], q[6] FROM (SELECT quantile_cont(value, {List}) AS q FROM m)",
    ];

    /// <inheritdoc />
    public override string Sqlite { get; } = $"SELECT {string.Join(", ", Probabilities.Select(Sql.SqlitePercentile))} FROM {Sql.SqliteRanked("")}";

    /// <inheritdoc />
    public override Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows) => Ask.AggregateAsync(
        store,
        new AggregateQuery { Selector = Selector.Of(TelemetryShape.Latency), Functions = ["p50", "p75", "p90", "p95", "p99", "p99.9"] },
        []);

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows)
    {
        List<double> values = Plain.Group(rows, Plain.MetricOf(rows, TelemetryShape.Latency), _ => 0)[0];
        return [.. Probabilities.Select(p => Plain.Percentile(values, p))];
    }
}
