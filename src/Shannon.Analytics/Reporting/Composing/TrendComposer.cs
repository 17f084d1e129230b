using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Trends;
using static Shannon.Analytics.Reporting.Composing.Layout;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Lays out a trend report.</summary>
internal static class TrendComposer
{
    internal static ReportDocument Compose(TrendReport report, ReportPresentation presentation) => Document(
        report,
        presentation,
        "Trends",
        [
            Section("trends", "Trends", null, TrendTables.Table(report.Metrics)),
            .. report.Metrics.Select(trend => Metric(trend, report.Period != TrendPeriod.Hourly, report.Zone)),
        ]);

    private static ReportSection Metric(MetricTrend trend, bool isDays, TimeZoneInfo zone)
    {
        (ReportValueKind kind, string? unit) = Words.KindOf(trend.Metric);
        string label = Words.Label(trend.Metric);
        ChartBlock? chart = Chart(trend);
        return Section(
            Words.Key(trend.Metric),
            label,
            Lead(trend),
            chart,
            Table(
                "level_changes",
                "When the level changed",
                trend.ChangePoints,
                [PeriodColumn("From", isDays), Column("before", "Median before", kind, unit), Column("after", "Median after", kind, unit)],
                change => [PeriodStart(change.Timestamp, isDays, zone), Words.Value(kind, change.Before), Words.Value(kind, change.After)]),
            trend.Forecast is { } forecast
                ? Table(
                    "forecast",
                    "Forecast",
                    forecast.Points,
                    [PeriodColumn("Period", isDays), Column("value", "Expected", kind, unit), Column("lower", "At least", kind, unit), Column("upper", "At most", kind, unit)],
                    point => [PeriodStart(point.Timestamp, isDays, zone), Words.Value(kind, point.Value), Words.Value(kind, point.Lower), Words.Value(kind, point.Upper)])
                : null,
            // A chart holds its points for whoever wants the numbers.
            chart is null
                ? Table(
                    "historical",
                    "History",
                    trend.Historical,
                    [PeriodColumn("Period", isDays), Column("value", label, kind, unit)],
                    point => [PeriodStart(point.Timestamp, isDays, zone), Words.Value(kind, point.Value)])
                : null,
            trend.Forecast?.InsufficientData == true ? Note("insufficient_data", TextTone.Warning, "Too few periods have values for a forecast: the last value is repeated.") : null);
    }

    private static string Lead(MetricTrend trend) => trend switch
    {
        { PValue: null } => "Too few periods to tell a trend.",
        { IsSignificant: false } => $"No trend that is more than chance ({Words.PValue(trend.PValue.Value)}).",
        { Direction: TrendDirection.Rising } => $"Rising, and that is more than chance ({Words.PValue(trend.PValue.Value)}).",
        _ => $"Falling, and that is more than chance ({Words.PValue(trend.PValue.Value)}).",
    };
}
