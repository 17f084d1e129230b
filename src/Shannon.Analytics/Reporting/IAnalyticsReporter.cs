using Shannon.Analytics.Reporting.Formatting;

namespace Shannon.Analytics.Reporting;

/// <summary>
/// Makes reports of what a store holds. Empty input gives reports of zeros and absent figures, never a failure; what is undefined is <see langword="null"/>,
/// never NaN or infinite. Hosts double it in their tests. Thread-safe.
/// </summary>
public interface IAnalyticsReporter
{
    /// <summary>The formats that reports are exported in; register more here.</summary>
    ReportFormatterRegistry Formatters { get; }

    /// <summary>What happened: overview, performance, usage, errors, trends, recommendations.</summary>
    /// <param name="request">Which time and which sections.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<SummaryReport> GenerateSummaryReportAsync(SummaryReportRequest request, CancellationToken cancellationToken = default);

    /// <summary>Figures by period and group.</summary>
    /// <param name="request">Which figures, of which time, grouped by what.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<DetailedReport> GenerateDetailedReportAsync(DetailedReportRequest request, CancellationToken cancellationToken = default);

    /// <summary>Two periods side by side, and which differences are no chance.</summary>
    /// <param name="request">Which periods, and what to compare.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<ComparisonReport> GenerateComparisonReportAsync(ComparisonReportRequest request, CancellationToken cancellationToken = default);

    /// <summary>Where metrics come from and where they are going.</summary>
    /// <param name="request">Which metrics, by which periods, how far back and ahead.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<TrendReport> AnalyzeTrendsAsync(TrendReportRequest request, CancellationToken cancellationToken = default);

    /// <summary>What agents cost, on whom and what.</summary>
    /// <param name="request">Which time, which breakdowns, by which prices.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<CostReport> GenerateCostReportAsync(CostReportRequest request, CancellationToken cancellationToken = default);

    /// <summary>Writes a report to a file: to a temporary one beside it first, which then takes its name. Missing folders are made.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">The format, such as <c>html</c>; see <see cref="Formatters"/>.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Whether to overwrite, where the file may lie, how it is shown; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops the export; nothing is left behind.</param>
    /// <returns>The full path of the file.</returns>
    /// <exception cref="ReportExportException">The format is unknown, or the file may not or cannot be written.</exception>
    Task<string> ExportReportAsync(Report report, string format, string path, ReportExportOptions? options = null, CancellationToken cancellationToken = default);
}
