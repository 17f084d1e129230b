using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Internals.Anomalies;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>All values of one metric more than three standard deviations from its mean: how many, their sum, the sum of their times.</summary>
internal sealed class ZScoreQuery : TelemetryQuery
{
    private const double Limit = 3;

    /// <inheritdoc />
    public override string Name => "query-zscore";

    /// <inheritdoc />
    public override string Description => "values of one metric more than 3 standard deviations from its mean over 30 days";

    /// <inheritdoc />
    public override double Bar => 0.15;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb { get; } =
    [
        $"WITH m AS MATERIALIZED (SELECT time, value FROM {Sql.DuckDbLatency}), s AS MATERIALIZED (SELECT avg(value) AS a, stddev_samp(value) AS d FROM m) {Outliers("m", "(SELECT a FROM s)", "(SELECT d FROM s)", "WHERE")}",
        $"WITH m AS MATERIALIZED (SELECT time, value FROM {Sql.DuckDbLatency}), s AS (SELECT avg(value) AS a, stddev_samp(value) AS d FROM m) {Outliers("m, s", "a", "d", "WHERE")}",
        $"WITH s AS (SELECT avg(value) AS a, stddev_samp(value) AS d FROM {Sql.DuckDbLatency}) {Outliers(Sql.DuckDbLatency, "(SELECT a FROM s)", "(SELECT d FROM s)", "AND")}",
    ];

    /// <inheritdoc />
    public override string Sqlite { get; } = FormattableString.Invariant(
        $"""
        WITH m AS (SELECT avg(value) AS a FROM {Sql.SqliteLatency}),
        s AS (SELECT a, sqrt(sum((value - a) * (value - a)) / (count(*) - 1)) AS d FROM records, m WHERE metric = 0)
        SELECT count(*), sum(value), sum(time - {MetricColumns.StartMicros}) FROM records, s WHERE metric = 0 AND abs(value - a) > {Limit} * d
        """);

    /// <inheritdoc />
    public override async Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows)
    {
        // As the rival, without naming the session of each; the detector is the one behind DetectAnomaliesAsync.
        Series series = await store.ReadSeriesAsync(new SeriesQuery { Selector = Selector.Of(TelemetryShape.Latency), IsLent = true });
        var found = new List<AnomalyPoint>();
        ZScoreDetector.Detect(series.TimestampsMicros.Span, series.Values.Span, Limit, TelemetryShape.EndMicros - MetricColumns.StartMicros, found, CancellationToken.None);
        series.Return();
        return () => [found.Count, found.Sum(point => point.Value), found.Sum(point => (double)(point.TimeMicros - MetricColumns.StartMicros))];
    }

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows)
    {
        int metric = Plain.MetricOf(rows, TelemetryShape.Latency);
        List<double> values = Plain.Group(rows, metric, _ => 0)[0];
        double mean = values.Average();
        double deviation = Plain.Deviation(values);
        double count = 0;
        double sum = 0;
        double times = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Metric.Codes[row] == metric && Math.Abs(rows.Values[row] - mean) > Limit * deviation)
            {
                count++;
                sum += rows.Values[row];
                times += rows.Times[row] - MetricColumns.StartMicros;
            }
        }

        return [count, sum, times];
    }

    private static string Outliers(string from, string mean, string deviation, string where) => FormattableString.Invariant(
        $"SELECT count(*)::DOUBLE, sum(value), sum(time - {MetricColumns.StartMicros})::DOUBLE FROM {from} {where} abs(value - {mean}) > {Limit} * {deviation}");
}
