using System.Reflection;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>One self-contained page: no script, no network, charts as inline SVG, light and dark, for screens of any width and for paper.</summary>
internal sealed class HtmlReportFormatter : IReportFormatter
{
    private static readonly Lazy<string> Style = new(ReadStyle);

    public string Format => "html";

    public string FileExtension => ".html";

    public string MediaType => "text/html";

    public Task WriteAsync(Report report, Stream output, ReportPresentation presentation, IProgress<ReportExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var document = report.ToDocument(presentation);
        var writer = new HtmlWriter(document);
        return SectionTexts.WriteAsync(document, output, writer.Head(Style.Value), writer.Section, HtmlWriter.Tail(), progress, cancellationToken);
    }

    private static string ReadStyle()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Shannon.Analytics.Reporting.Formatting.report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
