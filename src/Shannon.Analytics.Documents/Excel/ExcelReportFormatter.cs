using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Formatting;

namespace Shannon.Analytics.Documents.Excel;

/// <summary>A workbook: one sheet of figures per section and one per table and chart, with typed cells, number formats and frozen heads.</summary>
internal sealed class ExcelReportFormatter : IReportFormatter
{
    public string Format => "excel";

    public string FileExtension => ".xlsx";

    public string MediaType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public async Task WriteAsync(Report report, Stream output, ReportPresentation presentation, IProgress<ReportExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ReportDocument document = report.ToDocument(presentation);
        // In memory first: the package needs a stream that seeks.
        using var bytes = new MemoryStream();
        await Task.Run(() => new WorkbookWriter(document).Write(bytes, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        bytes.Position = 0;
        await bytes.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
    }
}
