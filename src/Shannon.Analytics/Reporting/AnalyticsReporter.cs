using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Comparisons;
using Shannon.Analytics.Reporting.Costs;
using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Reporting.Formatting;
using Shannon.Analytics.Reporting.Summaries;
using Shannon.Analytics.Reporting.Trends;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Reporting;

/// <summary>Makes reports of what a store holds. Holds nothing of its own: any number of reporters may share one store. Thread-safe.</summary>
public sealed class AnalyticsReporter : IAnalyticsReporter
{
    private const string ReportOperation = "report";
    private static readonly TimeSpan UsualRange = TimeSpan.FromDays(30);

    private readonly AnalyticsReporterOptions _options;

    /// <summary>Makes a reporter over a store, which need not be open yet.</summary>
    /// <param name="store">The store; the caller goes on owning it.</param>
    /// <param name="options">Prices and cost mode; <see langword="null"/> for the defaults.</param>
    /// <exception cref="InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public AnalyticsReporter(IMetricStore store, AnalyticsReporterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _options = options ?? new AnalyticsReporterOptions();
        _options.Validate();
        Store = store;
    }

    /// <summary>The store it reads.</summary>
    public IMetricStore Store { get; }

    /// <inheritdoc/>
    public ReportFormatterRegistry Formatters => _options.Formatters;

    private DateTimeOffset Now => Store.TimeProvider.GetUtcNow();

    // Figures other than those of the cost report take costs as they are stored.
    private UsagePricer Pricer => new(_options.Prices, CostMode.Auto, reprice: false);

    /// <inheritdoc/>
    public async Task<SummaryReport> GenerateSummaryReportAsync(SummaryReportRequest request, CancellationToken cancellationToken = default)
    {
        request = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        TimeRange range = request.RangeUntil(Now);
        range = new TimeRange(range.Start ?? (range.End!.Value - UsualRange), range.End);
        return await Tracing.RunAsync(ReportOperation, "summary", () => new SummaryBuilder(Store, Pricer, _options.Prices).BuildAsync(request, range, Now, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<DetailedReport> GenerateDetailedReportAsync(DetailedReportRequest request, CancellationToken cancellationToken = default)
    {
        request = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        return await Tracing.RunAsync(ReportOperation, "detailed", () => new DetailedBuilder(new MetricsAggregator(Store), Pricer).BuildAsync(request, Now, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ComparisonReport> GenerateComparisonReportAsync(ComparisonReportRequest request, CancellationToken cancellationToken = default)
    {
        request = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        return await Tracing.RunAsync(ReportOperation, "comparison", () => new ComparisonBuilder(Store, Pricer).BuildAsync(request, Now, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<TrendReport> AnalyzeTrendsAsync(TrendReportRequest request, CancellationToken cancellationToken = default)
    {
        request = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        return await Tracing.RunAsync(ReportOperation, "trend", () => new TrendBuilder(new MetricsAggregator(Store), Pricer).BuildAsync(request, Now, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<CostReport> GenerateCostReportAsync(CostReportRequest request, CancellationToken cancellationToken = default)
    {
        request = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        var builder = new CostBuilder(request, request.Prices ?? _options.Prices, request.CostMode ?? _options.CostMode);
        return await Tracing.RunAsync(ReportOperation, "cost", () => builder.BuildAsync(Store, request.RangeUntil(Now), Now, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<string> ExportReportAsync(Report report, string format, string path, ReportExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Tracing.RunAsync("export", "report", () => new ReportExporter(Formatters).ExportAsync(report, format, path, options, cancellationToken));
    }

    // A report reads more than once; what is written in between is not part of it.
    private async Task<T> PrepareAsync<T>(T request, CancellationToken cancellationToken)
        where T : ReportRequest
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        long lastId = (await Store.DescribeAsync(cancellationToken).ConfigureAwait(false)).LastId;
        return request with { Filter = request.Filter with { AsOfId = Math.Min(request.Filter.AsOfId ?? lastId, lastId) } };
    }
}
