namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>The formatters of this package.</summary>
internal static class CoreFormatters
{
    internal static IReportFormatter[] All { get; } = [new JsonReportFormatter(), new CsvReportFormatter(), new MarkdownReportFormatter(), new HtmlReportFormatter()];
}
