using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>Every row of one session in order of time, all columns.</summary>
internal sealed class SessionEventsQuery : TelemetryQuery
{
    private const int Columns = 7;

    // A session of ordinary length.
    private const int Session = 250;

    /// <inheritdoc />
    public override string Name => "query-session-events";

    /// <inheritdoc />
    public override string Description => "all columns of all rows of one session, in order of time";

    /// <inheritdoc />
    public override double Bar => 0.25;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb { get; } =
    [
        FormattableString.Invariant(
            $"SELECT (time - {MetricColumns.StartMicros})::DOUBLE, enum_code(metric)::DOUBLE, value, enum_code(model)::DOUBLE, enum_code(project)::DOUBLE, enum_code(tool)::DOUBLE, enum_code(region)::DOUBLE FROM records WHERE session = (enum_range(NULL::session_t))[{Session + 1}] ORDER BY time"),
    ];

    /// <inheritdoc />
    public override string Sqlite { get; } = FormattableString.Invariant(
        $"SELECT time - {MetricColumns.StartMicros}, metric, value, model, project, tool, region FROM records WHERE session = {Session} ORDER BY time");

    /// <inheritdoc />
    public override async Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows)
    {
        var batches = new List<ScanBatch>();
        await foreach (ScanBatch batch in store.ScanAsync(new ScanQuery { SessionId = rows.Session.Values[Session] }))
        {
            batches.Add(batch);
        }

        return () => [.. batches.SelectMany(batch => Lines(batch, [.. rows.Texts.Select(Ask.CodesOf)]))];
    }

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows) => Normalize(
    [
        .. Enumerable.Range(0, rows.Count).Where(row => rows.Session.Codes[row] == Session).SelectMany(row => new[]
        {
            rows.Times[row] - MetricColumns.StartMicros, rows.Metric.Codes[row], rows.Values[row],
            rows.Model.Codes[row], rows.Project.Codes[row], rows.Tool.Codes[row], rows.Region.Codes[row],
        }),
    ]);

    /// <inheritdoc />
    public override double[] Normalize(double[] answer) => Plain.SortRows(answer, Columns);

    private static IEnumerable<double> Lines(ScanBatch batch, Dictionary<string, int>[] codes)
    {
        AttributeColumn tool = batch.Attributes.Single(column => column.Name == "tool");
        AttributeColumn region = batch.Attributes.Single(column => column.Name == "region");
        return Enumerable.Range(0, batch.Count).SelectMany(row => new[]
        {
            batch.TimestampsMicros.Span[row] - MetricColumns.StartMicros, codes[0][batch.Names.At(row)!], batch.Measurements[0].Values.Span[row],
            codes[2][batch.Models!.At(row)!], codes[3][batch.Projects!.At(row)!], codes[4][tool.At(row).Text!], codes[5][region.At(row).Text!],
        });
    }
}
