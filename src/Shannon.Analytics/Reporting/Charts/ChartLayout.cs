using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>Turns charts into shapes, so that every format draws the same chart.</summary>
public static class ChartLayout
{
    internal const double FontSize = 12;

    private const double MinWidth = 200;
    private const double MaxWidth = 5000;

    /// <summary>Lays a chart out. The title is not part of it; axes, units, legend and gaps are.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="format">How its numbers and times are written.</param>
    /// <param name="width">The width of the surface, from 200 to 5,000.</param>
    /// <returns>The shapes; a chart without any value says so.</returns>
    /// <exception cref="ArgumentException">Some points stand at times and others at categories.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The width is out of range.</exception>
    public static ChartDrawing Create(ChartBlock chart, ReportValueFormat format, double width)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentNullException.ThrowIfNull(format);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, MinWidth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxWidth);
        var data = ChartData.Read(chart);
        if (!data.HasValues)
        {
            return Empty(width);
        }

        return chart.Kind == ChartKind.HeatMap ? new HeatMapPainter(chart, data, format, width).Paint() : new PlotPainter(chart, data, format, width).Paint();
    }

    /// <summary>An axis' name with its unit, unless the name says it.</summary>
    internal static string Title(ChartAxis axis) => axis.Unit is { Length: > 0 } unit && !axis.Title.Contains(unit, StringComparison.OrdinalIgnoreCase) ? $"{axis.Title} ({unit})" : axis.Title;

    private static ChartDrawing Empty(double width) => new()
    {
        Width = width,
        Height = 80,
        Shapes = [new LabelShape { Position = new(width / 2, 45), Text = "No data in this period", Anchor = LabelAnchor.Middle, Ink = ChartInk.Muted, FontSize = 13 }],
    };
}
