using ClaudeUsage.CommandLine;
using ClaudeUsage.Import;
using ClaudeUsage.Output;
using ClaudeUsage.Reports;
using ClaudeUsage.Totals;
using ClaudeUsage.Watch;
using Shannon.Analytics;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage.Sqlite;

namespace ClaudeUsage;

/// <summary>The program: import what is new, add up what was asked for, show it.</summary>
internal static class UsageCommand
{
    /// <summary>A hundred years: what was used is shown for as long as there is a record of it.</summary>
    private const int KeepForDays = 36_500;

    /// <summary>Runs the program and returns its exit code. Errors that a user can do something about are told in one line.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, UsageHost host, CancellationToken cancellationToken = default)
    {
        CommandLineOptions? options = null;
        try
        {
            options = CommandLineParser.Parse(args);
            if (options.Help)
            {
                await host.Out.WriteLineAsync(HelpText.Text);
                return ExitCodes.Success;
            }

            await ReportAsync(options, host, cancellationToken);
            return ExitCodes.Success;
        }
        catch (UsageException error)
        {
            return Fail(host, error.Message, error.ExitCode);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Fail(host, "Cancelled. What was stored so far is kept; run again to go on from there.", ExitCodes.Cancelled);
        }
        catch (StoreException error) when (options is not null)
        {
            return Fail(host, $"Database {UsageDatabase.PathFor(options, host)}: {error.Message}", ExitCodes.Failed);
        }
        catch (Exception error) when (error is AnalyticsException or IOException or UnauthorizedAccessException)
        {
            return Fail(host, error.Message, ExitCodes.Failed);
        }
    }

    private static async Task ReportAsync(CommandLineOptions options, UsageHost host, CancellationToken cancellationToken)
    {
        TranscriptSource source = options.Watch && options.Paths.Count == 0 ? new TranscriptSource(SourceKind.Default, []) : TranscriptSource.Choose(options, host);
        PriceBook prices = await PriceLoader.LoadAsync(options.Prices, cancellationToken);
        string database = UsageDatabase.Prepare(options, host, source.Kind);

        var store = new SqliteStore(database);
        await using (store)
        {
            var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions { RetentionDays = KeepForDays });
            await using (engine)
            {
                await engine.InitializeAsync(cancellationToken);
                var importer = new TranscriptImporter(store, new TranscriptImportOptions { UserId = options.User });
                if (options.Watch)
                {
                    await new WatchRun(store, importer, options, host, prices).RunAsync(cancellationToken);
                    return;
                }

                TranscriptImportResult import = await ImportProgressBar.ImportAsync(importer, source, host, options.NoColor, cancellationToken);
                if (ReportRun.IsWanted(options))
                {
                    await new ReportRun(store, options, host, prices).RunAsync(cancellationToken);
                    return;
                }

                UsageReport report = await UsageReader.ReadAsync(store, importer, source, options, prices, cancellationToken);
                Show(host, report, new ReportContext { Options = options, Source = source, Database = database, PriceVersion = prices.Version, Import = import });
            }
        }
    }

    private static void Show(UsageHost host, UsageReport report, ReportContext context)
    {
        CommandLineOptions options = context.Options;
        if (options.Json)
        {
            using var json = new MemoryStream();
            ReportJson.Write(json, context, report, options.By ?? Breakdowns.All);
            host.Out.WriteLine(System.Text.Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length));
        }
        else
        {
            ReportPrinter.Print(UsageConsole.ReportWriter(host, options.NoColor), host.Width, context, report);
        }
    }

    private static int Fail(UsageHost host, string message, int exitCode)
    {
        string oneLine = string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        host.Error.WriteLine($"ClaudeUsage: {CellText.Sanitise(oneLine)}");
        return exitCode;
    }
}
