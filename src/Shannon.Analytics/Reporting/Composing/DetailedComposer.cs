using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Reporting.Documents;
using static Shannon.Analytics.Reporting.Composing.Layout;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Lays out a detailed report.</summary>
internal static class DetailedComposer
{
    internal static ReportDocument Compose(DetailedReport report, ReportPresentation presentation)
    {
        DetailedMetadata metadata = report.Metadata;
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
                            Column("timestamp", "Period", ReportValueKind.Time),
                            .. metadata.Grouping.Select(static (key, i) => Column(FormattableString.Invariant($"group_{i + 1}_{Words.Key(key)}"), Words.Label(key), ReportValueKind.Text)),
                            .. figures.Select(static (figure, i) => Column(FormattableString.Invariant($"{Words.Key(figure.Name)}"), Words.Label(figure.Name), figure.Kind)),
                        ],
                        row =>
                        [
                            ReportValue.Time(row.Timestamp),
                            .. row.Groups.Select(ReportValue.Text),
                            .. figures.Select(figure => Words.Value(figure.Kind, row[figure.Name])),
                        ])),
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

    // A figure is named by its metric, or by metric and function; counts and rates of a duration are none.
    private static ReportValueKind KindOf(string figure, IReadOnlyList<string> metrics)
    {
        string? metric = metrics.Where(metric => figure.StartsWith(metric, StringComparison.Ordinal)).MaxBy(static metric => metric.Length);
        bool isNumber = figure.EndsWith("_count", StringComparison.Ordinal) || figure.EndsWith("_rate", StringComparison.Ordinal) || figure.EndsWith("_distinct", StringComparison.Ordinal);
        return metric is null || (isNumber && figure.Length > metric.Length) ? ReportValueKind.Number : Words.KindOf(metric).Kind;
    }
}
