using Shannon.Analytics.Documents.Text;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Formatting;

namespace Shannon.Analytics.Documents.Pdf;

/// <summary>Pages for printing and archiving: vector charts, embedded fonts, table heads on every page, page numbers.</summary>
internal sealed class PdfReportFormatter(DocumentOptions options, FontSet fonts) : IReportFormatter
{
    public string Format => "pdf";

    public string FileExtension => ".pdf";

    public string MediaType => "application/pdf";

    public async Task WriteAsync(Report report, Stream output, ReportPresentation presentation, IProgress<ReportExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ReportDocument document = report.ToDocument(presentation);
        // In memory first: the library writes synchronously, which not every stream allows.
        using var bytes = new MemoryStream();
        using var typesetter = new Typesetter(fonts);
        await Task.Run(() => new PdfComposer(document, typesetter, options.PageFormat).Write(bytes, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        bytes.Position = 0;
        await bytes.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
    }
}
