using Shannon.Analytics.Documents.Excel;
using Shannon.Analytics.Documents.Pdf;
using Shannon.Analytics.Documents.Text;
using Shannon.Analytics.Reporting.Formatting;

namespace Shannon.Analytics.Documents;

/// <summary>Adds the formats of this package.</summary>
public static class DocumentFormatters
{
    /// <summary>Registers the formats <c>pdf</c> and <c>excel</c> (also <c>xlsx</c>).</summary>
    /// <param name="formatters">The formats of a reporter.</param>
    /// <param name="options">How documents look, or <see langword="null"/> for the defaults.</param>
    /// <returns>The same registry.</returns>
    /// <exception cref="FileNotFoundException">A font file of the options does not exist.</exception>
    /// <exception cref="ArgumentException">A font file of the options is no font.</exception>
    public static ReportFormatterRegistry AddDocuments(this ReportFormatterRegistry formatters, DocumentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(formatters);
        options ??= new DocumentOptions();
        return formatters.Register(new PdfReportFormatter(options, new FontSet(options.FontFiles))).Register(new ExcelReportFormatter());
    }
}
