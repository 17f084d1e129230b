using ClaudeUsage.Output;
using Shannon.Analytics.ClaudeCode;
using Spectre.Console;

namespace ClaudeUsage.Import;

/// <summary>Imports with a progress bar on the error stream, so that standard output stays the report's; without a terminal, without one.</summary>
internal static class ImportProgressBar
{
    /// <summary>Cells below which text and percentage stand alone.</summary>
    private const int MinWidthOfBar = 70;

    public static Task<TranscriptImportResult> ImportAsync(TranscriptImporter importer, TranscriptSource source, UsageHost host, bool noColour, CancellationToken cancellationToken)
    {
        if (!host.ErrorIsTerminal)
        {
            return importer.ImportAsync(source.Paths, progress: null, cancellationToken);
        }

        IAnsiConsole console = UsageConsole.Progress(host, noColour);
        ProgressColumn[] columns = console.Profile.Width < MinWidthOfBar
            ? [new TaskDescriptionColumn(), new PercentageColumn()]
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()];
        return console
            .Progress()
            .AutoClear(true)
            .Columns(columns)
            .StartAsync(async view =>
            {
                ProgressTask bar = view.AddTask("Reading transcripts");

                // Drawn at once, however short the import is.
                view.Refresh();
                return await importer.ImportAsync(source.Paths, new Reporter(bar), cancellationToken);
            });
    }

    /// <summary>Sets the bar at once and on the reporting thread; the view draws it when it comes round.</summary>
    private sealed class Reporter(ProgressTask bar) : IProgress<TranscriptImportProgress>
    {
        public void Report(TranscriptImportProgress value)
        {
            bar.MaxValue = Math.Max(1, value.BytesTotal);
            bar.Value = value.BytesTotal == 0 ? 1 : value.BytesDone;
            bar.Description = $"Reading transcripts: {NumberText.Count(value.FilesDone)} of {NumberText.Of(value.FilesTotal, "file")}";
        }
    }
}
