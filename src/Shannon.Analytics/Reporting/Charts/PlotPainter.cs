using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>Draws the charts that have two axes.</summary>
internal sealed class PlotPainter
{
    private const double PlotHeight = 220;
    private const double RightMargin = 14;

    private readonly ChartBlock _chart;
    private readonly ChartData _data;
    private readonly ReportValueFormat _format;
    private readonly double _width;
    private readonly ChartCanvas _canvas = new();
    private readonly ValueScale _scale;
    private readonly HorizontalScale _horizontal;
    private readonly double _left;
    private double _top;

    internal PlotPainter(ChartBlock chart, ChartData data, ReportValueFormat format, double width)
    {
        _chart = chart;
        _data = data;
        _format = format;
        _width = width;
        bool bars = chart.Kind is ChartKind.Bar or ChartKind.StackedBar;
        _scale = ValueScale.For(Values(), chart.YAxis.Kind, fromZero: chart.Kind != ChartKind.Line, ticks: 5);
        _left = Math.Min(width / 3, _scale.Ticks.Max(tick => ChartCanvas.TextWidth(Tick(tick))) + 12);
        _horizontal = HorizontalScale.For(data, bars, _left, width - RightMargin);
    }

    private double Bottom => _top + PlotHeight;

    internal ChartDrawing Paint()
    {
        _top = 8;
        if (_data.Series.Count > 1)
        {
            _top = _canvas.Legend([.. _data.Series.Select(series => series.Label)], 0, _width);
        }

        _canvas.Label(0, _top + 12, ChartCanvas.Shorten(ChartLayout.Title(_chart.YAxis), _width));
        _top += 26;
        PaintGrid();
        switch (_chart.Kind)
        {
            case ChartKind.Bar:
                PaintBars(stacked: false);
                break;
            case ChartKind.StackedBar:
                PaintBars(stacked: true);
                break;
            default:
                new LinePainter(_canvas, _chart, _format, _horizontal, Y, Bottom).Paint(_data.Series);
                break;
        }

        _canvas.Line(_left, Y(Math.Clamp(0, _scale.Minimum, _scale.Maximum)), _width - RightMargin, Y(Math.Clamp(0, _scale.Minimum, _scale.Maximum)), ChartInk.Axis);
        PaintHorizontalAxis();
        return _canvas.Finish(_width, Bottom + 42);
    }

    private double Y(double value) => Bottom - (_scale.Part(value) * PlotHeight);

    private string Tick(double value) => _format.Tick(_chart.YAxis.ValueOf(value), _scale.Step, Math.Max(Math.Abs(_scale.Minimum), Math.Abs(_scale.Maximum)));

    private void PaintGrid()
    {
        foreach (double tick in _scale.Ticks)
        {
            _canvas.Line(_left, Y(tick), _width - RightMargin, Y(tick), ChartInk.Grid);
            _canvas.Label(_left - 8, Y(tick) + 4, Tick(tick), LabelAnchor.Right);
        }
    }

    private void PaintHorizontalAxis()
    {
        foreach (var (x, label) in _horizontal.Labels(_format.Presentation))
        {
            double half = ChartCanvas.TextWidth(label) / 2;
            _canvas.Line(x, Bottom, x, Bottom + 4, ChartInk.Axis);
            _canvas.Label(Math.Clamp(x, half, Math.Max(half, _width - half)), Bottom + 18, label, LabelAnchor.Middle);
        }

        _canvas.Label((_left + _width - RightMargin) / 2, Bottom + 36, ChartCanvas.Shorten(ChartLayout.Title(_chart.XAxis), _width), LabelAnchor.Middle);
    }

    private void PaintBars(bool stacked)
    {
        double slot = _horizontal.SlotWidth;
        double group = Math.Max(1, slot * (slot < 6 ? 0.9 : 0.72));
        double width = stacked ? group : group / _data.Series.Count;
        Dictionary<double, double> below = [];
        for (int index = 0; index < _data.Series.Count; index++)
        {
            foreach (ChartPoint point in _data.Series[index].Points)
            {
                if (point.Value is not { } value)
                {
                    continue;
                }

                double center = _horizontal.X(point);
                double from = stacked ? below.GetValueOrDefault(center) : 0;
                below[center] = from + value;
                double left = center - (group / 2) + (stacked ? 0 : index * width);
                double top = Math.Min(Y(from), Y(from + value));
                _canvas.Add(new RectangleShape
                {
                    X = left,
                    Y = top,
                    Width = Math.Max(0.5, width - (stacked || width < 4 ? 0 : 1)),
                    Height = Math.Abs(Y(from) - Y(from + value)),
                    Ink = ChartInk.Series,
                    SeriesIndex = index,
                    Opacity = _data.Series[index].IsForecast ? 0.55 : 1,
                    Tooltip = PointText.Of(_chart, _data.Series[index], point, _format),
                });
            }
        }
    }

    private List<double> Values()
    {
        if (_chart.Kind == ChartKind.StackedBar)
        {
            return [.. _data.Series.SelectMany(series => series.Points).GroupBy(point => (point.Time, point.Category)).Select(group => group.Sum(point => point.Value ?? 0))];
        }

        return [.. _data.Series.SelectMany(series => series.Points).SelectMany(point => new[] { point.Value, point.Lower, point.Upper }).OfType<double>()];
    }
}
