using Shannon.Analytics.Reporting.Formatting;

namespace Shannon.Analytics.Reporting;

/// <summary>Writes reports to files.</summary>
internal sealed class ReportExporter(ReportFormatterRegistry formatters)
{
    /// <summary>Writes a report to a file: to a temporary one beside it first, which then takes its name.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">The format, see <see cref="ReportFormatterRegistry.Find"/>.</param>
    /// <param name="path">The file; missing folders are made.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops the export; nothing is left behind.</param>
    /// <returns>The full path of the file.</returns>
    /// <exception cref="ReportExportException">The format is unknown, or the file may not or cannot be written.</exception>
    internal async Task<string> ExportAsync(Report report, string format, string path, ReportExportOptions? options, CancellationToken cancellationToken)
    {
        options ??= new ReportExportOptions();
        IReportFormatter formatter = formatters.Find(format);
        var target = ExportTarget.Resolve(path, options);
        await target.WriteAsync(stream => formatter.WriteAsync(report, stream, options.Presentation, options.Progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        return target.FullPath;
    }
}
