using ClaudeUsage.CommandLine;
using ClaudeUsage.Import;
using ClaudeUsage.Output;
using ClaudeUsage.Reports;
using ClaudeUsage.Totals;
using Shannon.Analytics;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

namespace ClaudeUsage;

/// <summary>The program: import what is new, add up what was asked for, show it.</summary>
internal static class UsageCommand
{
    private const int PageSize = 10_000;

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
        TranscriptSource source = TranscriptSource.Choose(options, host);
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
                TranscriptImportResult import = await ImportProgressBar.ImportAsync(importer, source, host, options.NoColor, cancellationToken);
                if (ReportRun.IsWanted(options))
                {
                    await new ReportRun(store, options, host, prices).RunAsync(cancellationToken);
                    return;
                }

                UsageReport report = await AddUpAsync(store, importer, source, options, prices, cancellationToken);
                Show(host, report, new ReportContext { Options = options, Source = source, Database = database, PriceVersion = prices.Version, Import = import });
            }
        }
    }

    private static async Task<UsageReport> AddUpAsync(IMetricStore store, TranscriptImporter importer, TranscriptSource source, CommandLineOptions options, PriceBook prices, CancellationToken cancellationToken)
    {
        var query = new MetricQuery
        {
            Category = MetricCategory.Token,
            Selector = Selector.Of(TranscriptMetricNames.TokenUsage),
            Range = new TimeRange(options.Since, options.Until),
        };
        IAsyncEnumerable<MetricRecord> records = source.Kind == SourceKind.Database
            ? ReadAllAsync(store, query, cancellationToken)
            : importer.ReadRecordsAsync(source.Paths, query, cancellationToken);
        var reader = new UsageEntryReader(new CostCalculator(prices, options.Mode));
        var builder = new UsageReportBuilder();
        await foreach (MetricRecord record in records)
        {
            builder.Add(reader.Read(record));
        }

        return builder.Build();
    }

    private static async IAsyncEnumerable<MetricRecord> ReadAllAsync(IMetricStore store, MetricQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RecordPage page;
        do
        {
            page = await store.ReadPageAsync(query, PageSize, cancellationToken);
            foreach (MetricRecord record in page.Records)
            {
                yield return record;
            }

            query = query with { After = page.Next };
        }
        while (page.Next is not null);
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
