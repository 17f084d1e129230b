using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
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
        var records = new List<MetricRecord>();
        var query = new MetricQuery { SessionId = rows.Session.Values[Session] };
        RecordPage page;
        do
        {
            page = await store.ReadPageAsync(query, 10_000);
            records.AddRange(page.Records);
            query = query with { After = page.Next };
        }
        while (page.Next is not null);

        return () =>
        {
            Dictionary<string, int>[] codes = [.. rows.Texts.Select(Ask.CodesOf)];
            return
            [
                .. records.SelectMany(record => new[]
                {
                    Ask.Offset(record.Timestamp), codes[0][record.Name], record.Value!.Value, codes[2][record.Model!], codes[3][record.Project!],
                    codes[4][record.Attributes["tool"].Text!], codes[5][record.Attributes["region"].Text!],
                }),
            ];
        };
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
}
