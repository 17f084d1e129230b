using System.Text;
using Shannon.Analytics.Documents;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Formatting;

namespace Shannon.Analytics.Tests.Reporting.Formatting;

/// <summary>Reports in every format, in memory.</summary>
internal static class Rendered
{
    private static readonly ReportFormatterRegistry Formatters = new ReportFormatterRegistry().AddDocuments();

    internal static IReadOnlyList<string> Formats => Formatters.Formats;

    internal static async Task<byte[]> BytesAsync(Report report, string format, ReportPresentation? presentation = null)
    {
        using var output = new MemoryStream();
        await Formatters.Find(format).WriteAsync(report, output, presentation ?? ReportPresentation.Default, null, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    internal static async Task<string> TextAsync(Report report, string format, ReportPresentation? presentation = null) => Encoding.UTF8.GetString(await BytesAsync(report, format, presentation));
}
