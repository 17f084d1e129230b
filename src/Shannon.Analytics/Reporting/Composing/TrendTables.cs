using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Trends;
using static Shannon.Analytics.Reporting.Composing.Layout;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Tables of trends.</summary>
internal static class TrendTables
{
    internal static TableBlock? Table(IReadOnlyList<MetricTrend> trends) => Layout.Table(
        "trends",
        "Direction and significance",
        trends,
        [
            Column("metric", "Metric", ReportValueKind.Text),
            Column("direction", "Direction", ReportValueKind.Text),
            Column("relative_change", "Change over the range", ReportValueKind.Percent),
            Column("p_value", "p-value", ReportValueKind.Number),
            Column("significant", "More than chance", ReportValueKind.Boolean),
            Column("season", "Season", ReportValueKind.Text),
            Column("level_changes", "Level changes", ReportValueKind.Count),
        ],
        static trend =>
        [
            ReportValue.Text(Words.Label(trend.Metric)),
            ReportValue.Text(trend.Direction.ToString().ToLowerInvariant()),
            ReportValue.Percent(trend.IsSignificant ? trend.RelativeChange : null),
            ReportValue.Number(trend.PValue),
            ReportValue.Boolean(trend.PValue is null ? null : trend.IsSignificant),
            ReportValue.Text(trend.Seasonality is { } season ? FormattableString.Invariant($"every {season.Periods} periods") : null),
            ReportValue.Count(trend.ChangePoints.Count),
        ]);
}
