using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>Draws lines, areas and the bands of forecasts. A missing value breaks the line.</summary>
internal sealed class LinePainter(ChartCanvas canvas, ChartBlock chart, ReportValueFormat format, HorizontalScale horizontal, Func<double, double> y, double bottom)
{
    /// <summary>Up to so many points each has a dot with its value; beyond they would touch.</summary>
    private const int MaxDots = 62;

    internal void Paint(IReadOnlyList<ChartSeries> series)
    {
        // Bands lie below all lines.
        for (int index = 0; index < series.Count; index++)
        {
            foreach (List<ChartPoint> run in Runs(series[index].Points, point => point is { Lower: not null, Upper: not null }))
            {
                PaintBand(run, index);
            }
        }

        for (int index = 0; index < series.Count; index++)
        {
            foreach (List<ChartPoint> run in Runs(series[index].Points, point => point.Value is not null))
            {
                PaintRun(series[index], run, index);
            }
        }
    }

    private static IEnumerable<List<ChartPoint>> Runs(IReadOnlyList<ChartPoint> points, Func<ChartPoint, bool> isThere)
    {
        List<ChartPoint> run = [];
        foreach (ChartPoint point in points)
        {
            if (isThere(point))
            {
                run.Add(point);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private void PaintBand(List<ChartPoint> run, int index)
    {
        if (run.Count < 2)
        {
            return;
        }

        canvas.Add(new PolygonShape
        {
            Points = [.. run.Select(point => At(point, point.Upper!.Value)), .. Enumerable.Reverse(run).Select(point => At(point, point.Lower!.Value))],
            Ink = ChartInk.Series,
            SeriesIndex = index,
            Opacity = 0.16,
        });
    }

    private void PaintRun(ChartSeries series, List<ChartPoint> run, int index)
    {
        List<ChartPosition> line = Thin([.. run.Select(point => At(point, point.Value!.Value))]);
        if (line.Count > 1)
        {
            if (chart.Kind == ChartKind.Area)
            {
                canvas.Add(new PolygonShape { Points = [new(line[0].X, Zero), .. line, new(line[^1].X, Zero)], Ink = ChartInk.Series, SeriesIndex = index, Opacity = 0.18 });
            }

            canvas.Add(new LineShape { Points = line, Ink = ChartInk.Series, SeriesIndex = index, Thickness = 2, IsDashed = series.IsForecast });
        }

        if (series.Points.Count <= MaxDots || run.Count == 1)
        {
            foreach (ChartPoint point in run)
            {
                canvas.Add(new CircleShape { Center = At(point, point.Value!.Value), Radius = 2.6, Ink = ChartInk.Series, SeriesIndex = index, Tooltip = PointText.Of(chart, series, point, format) });
            }
        }
    }

    private double Zero => Math.Min(bottom, y(0));

    private ChartPosition At(ChartPoint point, double value) => new(horizontal.X(point), y(value));

    /// <summary>At most four points per pixel column: the first, the lowest, the highest and the last, which draw the same line.</summary>
    private static List<ChartPosition> Thin(List<ChartPosition> line)
    {
        if (line.Count < 2000)
        {
            return line;
        }

        List<ChartPosition> thin = [];
        foreach (IGrouping<int, ChartPosition> column in line.GroupBy(point => (int)point.X))
        {
            ChartPosition[] points = [.. column];
            thin.AddRange(new[] { points[0], points.MinBy(point => point.Y), points.MaxBy(point => point.Y), points[^1] }.Distinct().OrderBy(point => point.X));
        }

        return thin;
    }
}
