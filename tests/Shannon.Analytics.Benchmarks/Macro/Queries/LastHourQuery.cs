using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>Times and values of one metric in the last hour.</summary>
internal sealed class LastHourQuery : TelemetryQuery
{
    private const long From = TelemetryShape.EndMicros - Plain.Hour;

    /// <inheritdoc />
    public override string Name => "query-last-hour";

    /// <inheritdoc />
    public override string Description => "times and values of one metric in the last hour";

    /// <inheritdoc />
    public override double Bar => 0.1;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb { get; } =
    [
        FormattableString.Invariant($"SELECT (time - {MetricColumns.StartMicros})::DOUBLE, value FROM {Sql.DuckDbLatency} AND time >= {From} ORDER BY time, value"),
    ];

    /// <inheritdoc />
    public override string Sqlite { get; } = FormattableString.Invariant($"SELECT time - {MetricColumns.StartMicros}, value FROM {Sql.SqliteLatency} AND time >= {From} ORDER BY time, value");

    /// <inheritdoc />
    public override async Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows)
    {
        Series series = await store.ReadSeriesAsync(new SeriesQuery { Selector = Selector.Of(TelemetryShape.Latency), Range = new TimeRange(Ask.Time(From), null) });
        return () => [.. Enumerable.Range(0, series.Count).SelectMany(i => new[] { series.TimestampsMicros.Span[i] - MetricColumns.StartMicros, series.Values.Span[i] })];
    }

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows)
    {
        int metric = Plain.MetricOf(rows, TelemetryShape.Latency);
        return Normalize(
        [
            .. Enumerable.Range(0, rows.Count).Where(row => rows.Metric.Codes[row] == metric && rows.Times[row] >= From)
                .SelectMany(row => new[] { rows.Times[row] - MetricColumns.StartMicros, rows.Values[row] }),
        ]);
    }

    /// <inheritdoc />
    public override double[] Normalize(double[] answer) => Plain.SortRows(answer, 2);
}
