using System.Globalization;
using ClaudeUsage.Output;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Comparisons;

namespace ClaudeUsage.Reports;

/// <summary>Prints a comparison.</summary>
internal static class ComparisonPrinter
{
    private static readonly string[] Headers = ["", "Before", "Now", "Change", "More than chance"];

    public static void Print(IReportWriter writer, ComparisonReport report)
    {
        writer.Heading($"Claude Code usage, {Span(report.Period2)} against {Span(report.Period1)}");
        writer.Blank();
        writer.Table(ScreenTable.Of(Headers, [.. report.Changes.Values.Select(Row)]));
        writer.Blank();
        foreach (ChangeDirection direction in new[] { ChangeDirection.New, ChangeDirection.Gone })
        {
            string[] names = [.. report.Entries.Where(entry => entry.Direction == direction && entry.Kind is "model" or "project").Where(entry => entry.Direction == direction).Take(8).Select(entry => CellText.Sanitise(entry.Name))];
            if (names.Length > 0)
            {
                writer.Line(direction.ToString(), string.Join(", ", names));
            }
        }
    }

    private static IReadOnlyList<string> Row(ComparisonChange change) =>
    [
        change.Metric == ComparisonMetric.Performance ? "Response time" : change.Metric.ToString(),
        Value(change, change.Before),
        Value(change, change.After),
        change switch
        {
            { Direction: ChangeDirection.New } => "new",
            { Relative: { } relative } => relative.ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture),
            _ => "–",
        },
        change.IsSignificant switch
        {
            true => "yes",
            false => "no",
            _ => "too little to tell",
        },
    ];

    private static string Value(ComparisonChange change, double? value) => (change.Metric, value) switch
    {
        (_, null) => "–",
        (ComparisonMetric.Cost, { } cost) => NumberText.Cost((decimal)cost, 0),
        (ComparisonMetric.Performance, { } seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        (ComparisonMetric.Tokens, { } tokens) => NumberText.Tokens((Int128)tokens),
        (_, { } count) => NumberText.Count((long)count),
    };

    private static string Span(PeriodFigures period) =>
        string.Create(CultureInfo.InvariantCulture, $"{period.Range.Start:yyyy-MM-dd HH:mm} to {period.Range.End:yyyy-MM-dd HH:mm}");
}
