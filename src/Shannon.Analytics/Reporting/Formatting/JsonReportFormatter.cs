using System.Text;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Every figure of a report, as <see cref="Report.ToJson"/> gives it.</summary>
internal sealed class JsonReportFormatter : IReportFormatter
{
    public string Format => "json";

    public string FileExtension => ".json";

    public string MediaType => "application/json";

    public async Task WriteAsync(Report report, Stream output, ReportPresentation presentation, IProgress<ReportExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(report.ToJson()), cancellationToken).ConfigureAwait(false);
        progress?.Report(new ReportExportProgress { SectionsDone = 1, SectionsTotal = 1 });
    }
}
