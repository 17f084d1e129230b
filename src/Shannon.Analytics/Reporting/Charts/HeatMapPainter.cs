using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>Draws cells whose strength is their value.</summary>
internal sealed class HeatMapPainter(ChartBlock chart, ChartData data, ReportValueFormat format, double width)
{
    private const double RowHeight = 22;
    private const double Faintest = 0.08;
    private const int LegendSteps = 6;

    private readonly ChartCanvas _canvas = new();

    internal ChartDrawing Paint()
    {
        string[] columns = data.IsTimed ? [.. Times().Select(time => format.Readable(ReportValue.Time(time)))] : [.. data.Categories];
        double[] values = [.. data.Series.SelectMany(series => series.Points).Select(point => point.Value).OfType<double>()];
        double low = Math.Min(0, values.Min());
        double high = values.Max() > low ? values.Max() : 1;
        double left = Math.Min(width * 0.35, data.Series.Max(series => ChartCanvas.TextWidth(series.Label)) + 10);
        double cell = (width - left) / Math.Max(1, columns.Length);
        double top = PaintLegend(low, high) + 8;
        Dictionary<DateTimeOffset, int> slots = Times().Select((time, index) => (time, index)).ToDictionary(slot => slot.time, slot => slot.index);
        Dictionary<string, int> categories = data.Categories.Select((name, index) => (name, index)).ToDictionary(slot => slot.name, slot => slot.index, StringComparer.Ordinal);
        for (int row = 0; row < data.Series.Count; row++)
        {
            ChartSeries series = data.Series[row];
            double y = top + (row * RowHeight);
            _canvas.Label(left - 8, y + 15, ChartCanvas.Shorten(series.Label, left - 10), LabelAnchor.Right, ChartInk.Text);
            foreach (ChartPoint point in series.Points.Where(point => point.Value is not null))
            {
                int column = point.Time is { } time ? slots[time] : categories[point.Category!];
                PaintCell(series, point, left + (column * cell), y, cell, Math.Clamp(((point.Value!.Value / 2) - (low / 2)) / ((high / 2) - (low / 2)), 0, 1));
            }
        }

        double bottom = top + (data.Series.Count * RowHeight);
        PaintColumns(columns, left, cell, bottom);
        return _canvas.Finish(width, bottom + 42);
    }

    private void PaintCell(ChartSeries series, ChartPoint point, double x, double y, double cell, double strength) => _canvas.Add(new RectangleShape
    {
        X = x + 1,
        Y = y + 1,
        Width = Math.Max(0.5, cell - 2),
        Height = RowHeight - 2,
        Ink = ChartInk.Series,
        Opacity = Faintest + ((1 - Faintest) * strength),
        Tooltip = PointText.Of(chart, series, point, format),
    });

    /// <summary>The scale of strengths, from the lowest to the highest value. Returns the height.</summary>
    private double PaintLegend(double low, double high)
    {
        string title = ChartCanvas.Shorten(ChartLayout.Title(chart.YAxis), width / 2);
        _canvas.Label(0, 14, title);
        double x = ChartCanvas.TextWidth(title) + 14;
        string from = ChartCanvas.Shorten(format.Readable(chart.YAxis.ValueOf(low)), width / 6);
        _canvas.Label(x, 14, from);
        x += ChartCanvas.TextWidth(from) + 8;
        for (int step = 0; step < LegendSteps; step++)
        {
            _canvas.Add(new RectangleShape { X = x + (step * 16), Y = 4, Width = 15, Height = 12, Ink = ChartInk.Series, Opacity = Faintest + ((1 - Faintest) * step / (LegendSteps - 1)) });
        }

        _canvas.Label(x + (LegendSteps * 16) + 7, 14, format.Readable(chart.YAxis.ValueOf(high)));
        return 20;
    }

    private void PaintColumns(string[] columns, double left, double cell, double bottom)
    {
        double widest = columns.Max(column => ChartCanvas.TextWidth(column)) + 8;
        int every = Math.Max(1, (int)Math.Ceiling(Math.Min(widest, 90) / cell));
        for (int index = 0; index < columns.Length; index += every)
        {
            _canvas.Label(left + ((index + 0.5) * cell), bottom + 16, ChartCanvas.Shorten(columns[index], Math.Max(20, (every * cell) - 4)), LabelAnchor.Middle);
        }

        _canvas.Label((left + width) / 2, bottom + 35, ChartLayout.Title(chart.XAxis), LabelAnchor.Middle);
    }

    private List<DateTimeOffset> Times() => data.IsTimed ? [.. data.Series.SelectMany(series => series.Points).Select(point => point.Time!.Value).Distinct().Order()] : [];
}
