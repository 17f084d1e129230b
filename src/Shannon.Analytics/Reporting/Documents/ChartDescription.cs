using System.Globalization;

namespace Shannon.Analytics.Reporting.Documents;

/// <summary>Says in words what a chart shows, for readers who cannot see it.</summary>
internal static class ChartDescription
{
    private const int MaxSeries = 4;

    internal static string Of(ChartBlock chart, ReportValueFormat format)
    {
        string shape = chart.Kind switch
        {
            ChartKind.Line => "Line chart",
            ChartKind.Area => "Area chart",
            ChartKind.Bar => "Bar chart",
            ChartKind.StackedBar => "Stacked bar chart",
            _ => "Heat map",
        };
        IEnumerable<string> series = chart.Series.Take(MaxSeries).Select(one => Of(chart, one, format));
        string more = chart.Series.Count > MaxSeries ? string.Create(CultureInfo.InvariantCulture, $" And {chart.Series.Count - MaxSeries} more series.") : string.Empty;
        return $"{shape}: {chart.Title ?? chart.YAxis.Title}. {string.Join(' ', series)}{more} The data follows as a table.";
    }

    private static string Of(ChartBlock chart, ChartSeries series, ReportValueFormat format)
    {
        ChartPoint[] points = [.. series.Points.Where(point => point.Value is not null)];
        if (points.Length == 0)
        {
            return $"{series.Label}: no values.";
        }

        ChartPoint low = points.MinBy(point => point.Value);
        ChartPoint high = points.MaxBy(point => point.Value);
        return string.Create(CultureInfo.InvariantCulture, $"{series.Label}: {points.Length} values from {Value(low)} ({Place(low)}) to {Value(high)} ({Place(high)}).");

        string Value(ChartPoint point) => format.Readable(chart.YAxis.ValueOf(point.Value), chart.YAxis.Unit);
        string Place(ChartPoint point) => point.Time is { } time ? format.Readable(ReportValue.Time(time)) : point.Category ?? string.Empty;
    }
}
