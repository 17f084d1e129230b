using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>Average, minimum, maximum, sum, count, p50, p95, p99 of one metric by hour over 30 days.</summary>
internal sealed class HourlyQuery : TelemetryQuery
{
    /// <summary>Numbers per hour in the answer.</summary>
    public const int Columns = 9;

    private static readonly string Select = $"SELECT {Sql.DuckDbHour} AS h, avg(value) AS a, min(value) AS lo, max(value) AS hi, sum(value) AS s, count(*) AS c,";

    /// <inheritdoc />
    public override string Name => "query-hourly";

    /// <inheritdoc />
    public override string Description => "avg, min, max, sum, count, p50, p95, p99 of one metric by hour over 30 days";

    /// <inheritdoc />
    public override double Bar => 0.25;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb { get; } =
    [
        $"SELECT h::DOUBLE, a, lo, hi, s, c::DOUBLE, q[1], q[2], q[3] FROM ({Select} quantile_cont(value, [0.5, 0.95, 0.99]) AS q FROM {Sql.DuckDbLatency} GROUP BY h) ORDER BY h",
        $"SELECT h::DOUBLE, a, lo, hi, s, c::DOUBLE, p, q, r FROM ({Select} quantile_cont(value, 0.5) AS p, quantile_cont(value, 0.95) AS q, quantile_cont(value, 0.99) AS r FROM {Sql.DuckDbLatency} GROUP BY h) ORDER BY h",
        $"WITH m AS MATERIALIZED (SELECT time, value FROM {Sql.DuckDbLatency}) SELECT h::DOUBLE, a, lo, hi, s, c::DOUBLE, q[1], q[2], q[3] FROM ({Select} quantile_cont(value, [0.5, 0.95, 0.99]) AS q FROM m GROUP BY h) ORDER BY h",
    ];

    /// <inheritdoc />
    public override string Sqlite { get; } =
        $"SELECT h, avg(value), min(value), max(value), sum(value), count(*), {Sql.SqlitePercentile(0.5)}, {Sql.SqlitePercentile(0.95)}, {Sql.SqlitePercentile(0.99)} FROM {Sql.SqliteRanked(Sql.SqliteHour + " AS h")} GROUP BY h ORDER BY h";

    /// <summary>Our form of the question.</summary>
    public static AggregateQuery Query { get; } = new()
    {
        Selector = Selector.Of(TelemetryShape.Latency),
        Bucket = TimeBucket.Hour,
        Functions = ["avg", "min", "max", "sum", "count", "p50", "p95", "p99"],
    };

    /// <inheritdoc />
    public override Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows) => Ask.AggregateAsync(store, Query, []);

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows) =>
    [
        .. Plain.Group(rows, Plain.MetricOf(rows, TelemetryShape.Latency), row => Plain.Bucket(rows, row, Plain.Hour))
            .SelectMany(g => new[]
            {
                g.Key, g.Value.Average(), g.Value.Min(), g.Value.Max(), g.Value.Sum(), g.Value.Count,
                Plain.Percentile(g.Value, 0.5), Plain.Percentile(g.Value, 0.95), Plain.Percentile(g.Value, 0.99),
            }),
    ];
}
