using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Reporting.Documents;
using static Shannon.Analytics.Reporting.Composing.Layout;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Lays out a detailed report.</summary>
internal static class DetailedComposer
{
    // Its rows are what the report is for; beyond this a page is no place to read them.
    private const int MostRows = 500;

    internal static ReportDocument Compose(DetailedReport report, ReportPresentation presentation)
    {
        DetailedMetadata metadata = report.Metadata;
        bool isDays = metadata.Granularity is not (ReportGranularity.Minute or ReportGranularity.Hour);
        (string Name, ReportValueKind Kind)[] figures = [.. metadata.Columns.Select(name => (name, KindOf(name, metadata.Metrics)))];
        return Document(
            report,
            presentation,
            $"{metadata.Topic} by {metadata.Granularity.ToString().ToLowerInvariant()}",
            [
                Section(
                    "data",
                    "Data",
                    report.Data.Count == 0 ? "No records in this range." : null,
                    Table(
                        "data",
                        "Figures by period",
                        report.Data,
                        [
                            PeriodColumn("Period", isDays),
                            .. metadata.Grouping.Select(static (key, i) => Column(FormattableString.Invariant($"group_{i + 1}_{Words.Key(key)}"), Words.Label(key), ReportValueKind.Text)),
                            .. figures.Select((figure, i) => Column(FormattableString.Invariant($"{Words.Key(figure.Name)}"), LabelOf(figure.Name, metadata.Metrics), figure.Kind)),
                        ],
                        row =>
                        [
                            PeriodStart(row.Timestamp, isDays, report.Zone),
                            .. row.Groups.Select(ReportValue.Text),
                            .. figures.Select(figure => Words.Value(figure.Kind, row[figure.Name])),
                        ],
                        mostShown: MostRows)),
                Section(
                    "metadata",
                    "About this report",
                    null,
                    KeyFigures(
                        "metadata",
                        Figure("row_count", "Rows", ReportValue.Count(metadata.RowCount)),
                        Figure("records", "Records read", ReportValue.Count(metadata.Coverage.Records)),
                        Figure("time_zone", "Time zone", ReportValue.Text(metadata.TimeZone)),
                        Figure("min_duration", "Least duration", ReportValue.Seconds(metadata.MinDuration)),
                        Figure("exclude_errors", "Failures left out", ReportValue.Boolean(metadata.ExcludeErrors)))),
            ]);
    }

    // "Tokens, mean" rather than "token_usage_avg".
    private static string LabelOf(string figure, IReadOnlyList<string> metrics)
    {
        string? metric = MetricOf(figure, metrics);
        return metric is null ? Words.Label(figure) : figure.Length <= metric.Length ? Words.Label(metric) : $"{Words.Label(metric)}, {Words.Function(figure[(metric.Length + 1)..])}";
    }

    private static string? MetricOf(string figure, IReadOnlyList<string> metrics) =>
        metrics.Where(metric => figure.StartsWith(metric, StringComparison.Ordinal)).MaxBy(static metric => metric.Length);

    // A figure is named by its metric, or by metric and function; counts and rates of a duration are none.
    private static ReportValueKind KindOf(string figure, IReadOnlyList<string> metrics)
    {
        string? metric = MetricOf(figure, metrics);
        bool isNumber = figure.EndsWith("_count", StringComparison.Ordinal) || figure.EndsWith("_rate", StringComparison.Ordinal) || figure.EndsWith("_distinct", StringComparison.Ordinal);
        return metric is null || (isNumber && figure.Length > metric.Length) ? ReportValueKind.Number : Words.KindOf(metric).Kind;
    }
}
