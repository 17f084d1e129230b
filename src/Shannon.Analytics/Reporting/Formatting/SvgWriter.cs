using System.Globalization;
using Shannon.Analytics.Reporting.Charts;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Writes drawings as inline SVG, coloured by the style of the page.</summary>
internal static class SvgWriter
{
    /// <summary>How many series colours the style has.</summary>
    private const int Colors = 8;

    internal static void Write(Html html, ChartDrawing drawing, string cssClass, string description)
    {
        html.Raw($"<svg class=\"{cssClass}\" role=\"img\" viewBox=\"0 0 {Number(drawing.Width)} {Number(drawing.Height)}\" aria-label=\"").Text(description).Raw("\">\n");
        foreach (ChartShape shape in drawing.Shapes)
        {
            Shape(html, shape);
        }

        html.Raw("</svg>\n");
    }

    private static void Shape(Html html, ChartShape shape)
    {
        switch (shape)
        {
            case LineShape line:
                html.Raw($"<polyline class=\"{Class(shape)} line{(line.IsDashed ? " dashed" : string.Empty)}\" points=\"{Points(line.Points)}\" stroke-width=\"{Number(line.Thickness)}\"");
                Close(html, shape, "polyline");
                break;
            case PolygonShape polygon:
                html.Raw($"<polygon class=\"{Class(shape)}\" points=\"{Points(polygon.Points)}\"");
                Close(html, shape, "polygon");
                break;
            case RectangleShape box:
                html.Raw($"<rect class=\"{Class(shape)}\" x=\"{Number(box.X)}\" y=\"{Number(box.Y)}\" width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\"");
                Close(html, shape, "rect");
                break;
            case CircleShape circle:
                html.Raw($"<circle class=\"{Class(shape)}\" cx=\"{Number(circle.Center.X)}\" cy=\"{Number(circle.Center.Y)}\" r=\"{Number(circle.Radius)}\"");
                Close(html, shape, "circle");
                break;
            case LabelShape label:
                string anchor = label.Anchor switch { LabelAnchor.Middle => " text-anchor=\"middle\"", LabelAnchor.Right => " text-anchor=\"end\"", _ => string.Empty };
                html.Raw($"<text class=\"{Class(shape)}\" x=\"{Number(label.Position.X)}\" y=\"{Number(label.Position.Y)}\" font-size=\"{Number(label.FontSize)}\"{anchor}>").Text(label.Text).Raw("</text>\n");
                break;
        }
    }

    private static void Close(Html html, ChartShape shape, string tag)
    {
        if (shape.Opacity < 1)
        {
            html.Raw($" opacity=\"{Number(shape.Opacity)}\"");
        }

        if (shape.Tooltip is { } tooltip)
        {
            html.Raw("><title>").Text(tooltip).Raw($"</title></{tag}>\n");
        }
        else
        {
            html.Raw("/>\n");
        }
    }

    private static string Class(ChartShape shape) => shape.Ink switch
    {
        ChartInk.Text => "ink",
        ChartInk.Muted => "muted",
        ChartInk.Grid => "grid",
        ChartInk.Axis => "axis",
        _ => string.Create(CultureInfo.InvariantCulture, $"s{shape.SeriesIndex % Colors}"),
    };

    private static string Points(IReadOnlyList<ChartPosition> points) => string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
