using System.Text;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Writes a document section by section, so that only one is held as text, and each can be reported and stopped at.</summary>
internal static class SectionTexts
{
    internal static async Task WriteAsync(ReportDocument document, Stream output, string head, Func<ReportSection, int, string> section, string tail, IProgress<ReportExportProgress>? progress, CancellationToken cancellationToken)
    {
        await WriteAsync(output, head, cancellationToken).ConfigureAwait(false);
        for (int index = 0; index < document.Sections.Count; index++)
        {
            await WriteAsync(output, section(document.Sections[index], index), cancellationToken).ConfigureAwait(false);
            progress?.Report(new ReportExportProgress { SectionsDone = index + 1, SectionsTotal = document.Sections.Count });
        }

        await WriteAsync(output, tail, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(Stream output, string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
    }
}
