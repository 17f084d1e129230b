using Shannon.Analytics.Reporting.Composing;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Trends;

namespace Shannon.Analytics.Reporting;

/// <summary>Where metrics come from and where they are going. Its JSON has <c>historical</c>, <c>forecast</c> and <c>trends</c>, each by metric.</summary>
public sealed record TrendReport : Report
{
    /// <inheritdoc/>
    public override string ReportType => "trends";

    /// <summary>How long the periods are.</summary>
    public required TrendPeriod Period { get; init; }

    /// <summary>The metrics in the order asked for.</summary>
    public required IReadOnlyList<MetricTrend> Metrics { get; init; }

    /// <summary>The history of each metric.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TrendPoint>> Historical => Metrics.ToDictionary(static trend => trend.Metric, static trend => trend.Historical, StringComparer.Ordinal);

    /// <summary>The forecast of each metric; empty if none was asked for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ForecastPoint>> Forecast =>
        Metrics.Where(static trend => trend.Forecast is not null).ToDictionary(static trend => trend.Metric, static trend => trend.Forecast!.Points, StringComparer.Ordinal);

    /// <summary>The trend of a metric.</summary>
    /// <param name="metric">Its name, as in the request.</param>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public MetricTrend this[string metric] => Metrics.FirstOrDefault(trend => string.Equals(trend.Metric, metric, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"The report has no such metric; there are {string.Join(", ", Metrics.Select(static trend => trend.Metric))}.");

    /// <inheritdoc/>
    public override string ToJson() => ReportJson.Write(this);

    /// <inheritdoc/>
    public override ReportDocument ToDocument(ReportPresentation presentation) => TrendComposer.Compose(this, presentation);
}
