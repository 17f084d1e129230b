using System.Text;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>Collects shapes and knows about how wide text is.</summary>
internal sealed class ChartCanvas
{
    private readonly List<ChartShape> _shapes = [];

    internal void Add(ChartShape shape) => _shapes.Add(shape);

    internal void Line(double x1, double y1, double x2, double y2, ChartInk ink) => Add(new LineShape { Points = [new(x1, y1), new(x2, y2)], Ink = ink });

    internal void Label(double x, double y, string text, LabelAnchor anchor = LabelAnchor.Left, ChartInk ink = ChartInk.Muted) =>
        Add(new LabelShape { Position = new(x, y), Text = text, Anchor = anchor, Ink = ink });

    internal ChartDrawing Finish(double width, double height) => new() { Width = width, Height = height, Shapes = _shapes };

    /// <summary>Names with their colours, over as many lines as they need. Returns the height.</summary>
    internal double Legend(IReadOnlyList<string> names, double left, double width)
    {
        const double Swatch = 18;
        const double Gap = 18;
        const double LineHeight = 20;
        double x = left;
        double y = LineHeight - 6;
        for (int index = 0; index < names.Count; index++)
        {
            string name = Shorten(names[index], Math.Min(260, width - Swatch));
            double needed = Swatch + TextWidth(name);
            if (x > left && x + needed > left + width)
            {
                x = left;
                y += LineHeight;
            }

            Add(new RectangleShape { X = x, Y = y - 9, Width = 11, Height = 11, Ink = ChartInk.Series, SeriesIndex = index });
            Label(x + Swatch, y, name, ink: ChartInk.Text);
            x += needed + Gap;
        }

        return y + 10;
    }

    /// <summary>About the width of a text: fonts differ by a tenth, which margins absorb.</summary>
    internal static double TextWidth(string text, double fontSize = ChartLayout.FontSize)
    {
        double ems = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            ems += rune.Value switch
            {
                ' ' or '.' or ',' or 'i' or 'l' or 'j' or ':' or '\'' or '|' or 'I' or 't' or 'f' or 0xA0 => 0.32,
                'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.9,
                >= 'A' and <= 'Z' => 0.68,
                >= 0x1100 => 1.05,
                _ => 0.58,
            };
        }

        return ems * fontSize;
    }

    /// <summary>The text, or its beginning and an ellipsis if it is wider than there is room.</summary>
    internal static string Shorten(string text, double width)
    {
        if (TextWidth(text) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        double used = TextWidth("…");
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += TextWidth(rune.ToString());
            if (used > width)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.Append('…').ToString();
    }
}
