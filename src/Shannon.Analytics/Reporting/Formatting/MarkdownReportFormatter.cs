namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>GitHub-flavoured Markdown: tables for figures, tables and the points of charts. Data cannot bring markup of its own.</summary>
internal sealed class MarkdownReportFormatter : IReportFormatter
{
    public string Format => "markdown";

    public string FileExtension => ".md";

    public string MediaType => "text/markdown";

    public Task WriteAsync(Report report, Stream output, ReportPresentation presentation, IProgress<ReportExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var document = report.ToDocument(presentation);
        var writer = new MarkdownWriter(document);
        return SectionTexts.WriteAsync(document, output, writer.Head(), (section, _) => writer.Section(section), string.Empty, progress, cancellationToken);
    }
}
