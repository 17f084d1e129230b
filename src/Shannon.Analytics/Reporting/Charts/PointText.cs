using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>What is said of one point.</summary>
internal static class PointText
{
    internal static string Of(ChartBlock chart, ChartSeries series, ChartPoint point, ReportValueFormat format)
    {
        string place = point.Time is { } time ? format.Readable(ReportValue.Time(time)) : point.Category!;
        string value = format.Readable(chart.YAxis.ValueOf(point.Value), chart.YAxis.Unit);
        string interval = point is { Lower: not null, Upper: not null }
            ? $" ({format.Readable(chart.YAxis.ValueOf(point.Lower))} to {format.Readable(chart.YAxis.ValueOf(point.Upper))})"
            : string.Empty;
        return $"{series.Label}, {place}: {value}{interval}";
    }
}
