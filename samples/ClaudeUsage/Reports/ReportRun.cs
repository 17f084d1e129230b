using ClaudeUsage.CommandLine;
using ClaudeUsage.Output;
using Shannon.Analytics.Documents;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Costs;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

namespace ClaudeUsage.Reports;

/// <summary>Makes the report that the command line asks for, and writes it to a file or the screen.</summary>
internal sealed class ReportRun
{
    private static readonly TimeSpan ComparedTime = TimeSpan.FromDays(7);

    private readonly SqliteStore _store;
    private readonly CommandLineOptions _options;
    private readonly UsageHost _host;
    private readonly AnalyticsReporter _reporter;

    public ReportRun(SqliteStore store, CommandLineOptions options, UsageHost host, PriceBook prices)
    {
        _store = store;
        _options = options;
        _host = host;
        _reporter = new AnalyticsReporter(store, new AnalyticsReporterOptions { Prices = prices, CostMode = options.Mode });
    }

    public static bool IsWanted(CommandLineOptions options) => options.Report is not null || options.Blocks || options.Compare;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeRange range = await RangeAsync(cancellationToken);
        if (_options.Report is { } format)
        {
            _reporter.Formatters.AddDocuments();
            Report report = _options.Blocks ? await CostAsync(range, cancellationToken)
                : _options.Compare ? await CompareAsync(range, cancellationToken)
                : await _reporter.GenerateSummaryReportAsync(new SummaryReportRequest { Range = range }, cancellationToken);
            string path = await _reporter.ExportReportAsync(report, format, _options.Output ?? $"claude-usage.{format}", new ReportExportOptions { Overwrite = true }, cancellationToken);
            _host.Out.WriteLine($"Report written to {CellText.Sanitise(path)}");
            return;
        }

        IReportWriter writer = UsageConsole.ReportWriter(_host, _options.NoColor);
        if (_options.Blocks)
        {
            BlockPrinter.Print(writer, await CostAsync(range, cancellationToken));
        }
        else
        {
            ComparisonPrinter.Print(writer, await CompareAsync(range, cancellationToken));
        }
    }

    private Task<CostReport> CostAsync(TimeRange range, CancellationToken cancellationToken) =>
        _reporter.GenerateCostReportAsync(new CostReportRequest { Range = range, BreakdownBy = Enum.GetValues<CostDimension>(), IncludeBlocks = true }, cancellationToken);

    private Task<ComparisonReport> CompareAsync(TimeRange range, CancellationToken cancellationToken)
    {
        DateTimeOffset end = range.End!.Value;
        DateTimeOffset start = _options.Since ?? (end - ComparedTime);
        return _reporter.GenerateComparisonReportAsync(new ComparisonReportRequest { Period1 = new TimeRange(start - (end - start), start), Period2 = new TimeRange(start, end) }, cancellationToken);
    }

    // From the first record to the last, where the command line says nothing: old transcripts are not drowned in empty days.
    private async Task<TimeRange> RangeAsync(CancellationToken cancellationToken)
    {
        StoreDescription description = await _store.DescribeAsync(cancellationToken);
        DateTimeOffset now = _store.TimeProvider.GetUtcNow();
        DateTimeOffset end = _options.Until ?? description.Newest ?? now;
        DateTimeOffset start = _options.Since ?? description.Oldest ?? end;
        return new TimeRange(start < end ? start : end, end);
    }
}
