namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Renders reports in one file format. Implementations are thread-safe: one instance serves concurrent exports.</summary>
public interface IReportFormatter
{
    /// <summary>The name of the format in lower case, such as <c>html</c>.</summary>
    string Format { get; }

    /// <summary>The extension of its files with the dot, such as <c>.html</c>. Without the dot it is another name of the format.</summary>
    string FileExtension { get; }

    /// <summary>The media type of its files, such as <c>text/html</c>.</summary>
    string MediaType { get; }

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where to write; stays open. It need not seek.</param>
    /// <param name="presentation">Culture, time zone, theme and title.</param>
    /// <param name="progress">Told after every section, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops between parts of the document; what was written so far is of no use then.</param>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    Task WriteAsync(Report report, Stream output, ReportPresentation presentation, IProgress<ReportExportProgress>? progress = null, CancellationToken cancellationToken = default);
}
