using Shannon.Analytics.Documents.Text;
using Shannon.Analytics.Reporting.Charts;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Pdf;

/// <summary>Draws the shapes of a chart as vectors.</summary>
internal static class PdfChart
{
    internal static void Draw(SKCanvas canvas, ChartDrawing drawing, Typesetter typesetter)
    {
        foreach (ChartShape shape in drawing.Shapes)
        {
            if (shape is LabelShape label)
            {
                SKTextAlign align = label.Anchor switch { LabelAnchor.Middle => SKTextAlign.Center, LabelAnchor.Right => SKTextAlign.Right, _ => SKTextAlign.Left };
                typesetter.Draw(canvas, Reporting.Documents.ReportValueFormat.Visible(label.Text).Replace('\n', ' '), label.Position.X, label.Position.Y, new TextStyle(label.FontSize), PdfColors.Of(shape), align);
                continue;
            }

            using var paint = new SKPaint { Color = PdfColors.Of(shape), IsAntialias = true };
            Draw(canvas, shape, paint);
        }
    }

    private static void Draw(SKCanvas canvas, ChartShape shape, SKPaint paint)
    {
        switch (shape)
        {
            case LineShape line:
                paint.IsStroke = true;
                paint.StrokeWidth = (float)line.Thickness;
                paint.StrokeJoin = SKStrokeJoin.Round;
                using (SKPathEffect? dashes = line.IsDashed ? SKPathEffect.CreateDash([6, 5], 0) : null)
                using (SKPath path = Path(line.Points))
                {
                    paint.PathEffect = dashes;
                    canvas.DrawPath(path, paint);
                }

                break;
            case PolygonShape polygon:
                using (SKPath path = Path(polygon.Points))
                {
                    path.Close();
                    canvas.DrawPath(path, paint);
                }

                break;
            case RectangleShape box:
                canvas.DrawRect((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height, paint);
                break;
            case CircleShape circle:
                canvas.DrawCircle((float)circle.Center.X, (float)circle.Center.Y, (float)circle.Radius, paint);
                break;
        }
    }

    private static SKPath Path(IReadOnlyList<ChartPosition> points)
    {
        var path = new SKPath();
        path.MoveTo((float)points[0].X, (float)points[0].Y);
        foreach (ChartPosition point in points.Skip(1))
        {
            path.LineTo((float)point.X, (float)point.Y);
        }

        return path;
    }
}
