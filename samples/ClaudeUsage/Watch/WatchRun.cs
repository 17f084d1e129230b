using ClaudeUsage.CommandLine;
using ClaudeUsage.Import;
using ClaudeUsage.Output;
using ClaudeUsage.Totals;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;

namespace ClaudeUsage.Watch;

/// <summary>
/// Follows transcripts: reads what was added to them, in files that are new, grew, were truncated or replaced, and shows the table anew when anything came.
/// Files are looked at every two seconds; nothing is missed in between.
/// </summary>
internal sealed class WatchRun(IMetricStore store, TranscriptImporter importer, CommandLineOptions options, UsageHost host, PriceBook prices)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly WatchScreen _screen = new(host, options.NoColor);

    /// <summary>Runs until it is cancelled, which is how it ends in good order.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            TranscriptSource source = Source();
            TranscriptImportResult import = await ImportProgressBar.ImportAsync(importer, source, host, options.NoColor, cancellationToken);
            DateTimeOffset? shownSince = null;
            int shownFailures = 0;
            while (true)
            {
                CommandLineOptions shown = options with { Since = options.Since ?? Today() };
                if (import.Stored > 0 || import.FilesFailed.Count != shownFailures || shown.Since != shownSince)
                {
                    UsageReport report = await UsageReader.ReadAsync(store, importer, source, shown, prices, cancellationToken);
                    _screen.Show(report, new ReportContext { Options = shown, Source = source, Database = UsageDatabase.PathFor(options, host), PriceVersion = prices.Version, Import = import });
                    (shownSince, shownFailures) = (shown.Since, import.FilesFailed.Count);
                }

                await Task.Delay(Interval, host.Time, cancellationToken);
                source = Source();
                import = await importer.ImportAsync(source.Paths, progress: null, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C: the last table stays on the screen.
        }
    }

    // The folders of Claude Code may come to be while they are waited for.
    private TranscriptSource Source() => options.Paths.Count > 0 ? new(SourceKind.Paths, [.. options.Paths.Select(Path.GetFullPath)]) : new(SourceKind.Default, host.TranscriptFolders());

    private DateTimeOffset Today() => new(host.Time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
}
