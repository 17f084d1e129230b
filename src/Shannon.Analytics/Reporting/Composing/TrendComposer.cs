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
            .. report.Metrics.Select(Metric),
        ]);

    private static ReportSection Metric(MetricTrend trend)
    {
        (ReportValueKind kind, string? unit) = Words.KindOf(trend.Metric);
        string label = Words.Label(trend.Metric);
        return Section(
            Words.Key(trend.Metric),
            label,
            Lead(trend),
            Chart(trend, label, kind, unit),
            Table(
                "level_changes",
                "When the level changed",
                trend.ChangePoints,
                [Column("timestamp", "From", ReportValueKind.Time), Column("before", "Median before", kind, unit), Column("after", "Median after", kind, unit)],
                change => [ReportValue.Time(change.Timestamp), Words.Value(kind, change.Before), Words.Value(kind, change.After)]),
            trend.Forecast is { } forecast
                ? Table(
                    "forecast",
                    "Forecast",
                    forecast.Points,
                    [Column("timestamp", "Period", ReportValueKind.Time), Column("value", "Expected", kind, unit), Column("lower", "At least", kind, unit), Column("upper", "At most", kind, unit)],
                    point => [ReportValue.Time(point.Timestamp), Words.Value(kind, point.Value), Words.Value(kind, point.Lower), Words.Value(kind, point.Upper)])
                : null,
            Table(
                "historical",
                "History",
                trend.Historical,
                [Column("timestamp", "Period", ReportValueKind.Time), Column("value", label, kind, unit)],
                point => [ReportValue.Time(point.Timestamp), Words.Value(kind, point.Value)]),
            trend.Forecast?.InsufficientData == true ? Note("insufficient_data", TextTone.Warning, "Too few periods have values for a forecast: the last value is repeated.") : null);
    }

    private static string Lead(MetricTrend trend) => trend switch
    {
        { PValue: null } => "Too few periods to tell a trend.",
        { IsSignificant: false } => FormattableString.Invariant($"No trend that is more than chance (p = {trend.PValue:0.##})."),
        { Direction: TrendDirection.Rising } => FormattableString.Invariant($"Rising, and that is more than chance (p = {trend.PValue:0.###})."),
        _ => FormattableString.Invariant($"Falling, and that is more than chance (p = {trend.PValue:0.###})."),
    };
}
