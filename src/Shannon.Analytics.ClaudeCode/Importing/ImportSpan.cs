using System.Diagnostics;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>The span of an import, with its counts; it names no file.</summary>
internal static class ImportSpan
{
    internal static async Task<TranscriptImportResult> RunAsync(Func<Task<TranscriptImportResult>> import)
    {
        using Activity? span = PackageSpans.Source.StartActivity("import transcripts");
        try
        {
            TranscriptImportResult result = await import().ConfigureAwait(false);
            span?.SetTag("shannon.analytics.import.files", result.Files)
                .SetTag("shannon.analytics.import.failed_files", result.FilesFailed.Count)
                .SetTag("shannon.analytics.import.lines", result.Lines)
                .SetTag("shannon.analytics.import.stored", result.Stored);
            return result;
        }
        catch (Exception error)
        {
            PackageSpans.Fail(span, error.GetType().Name);
            throw;
        }
    }
}
