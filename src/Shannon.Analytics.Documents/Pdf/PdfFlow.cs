using Shannon.Analytics.Documents.Text;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Pdf;

/// <summary>The pages of a document and the place where the next thing goes. Points, y down.</summary>
internal sealed class PdfFlow
{
    internal const double Margin = 44;
    /// <summary>The left-to-right mark, before a line of our own words: a name in it that runs to the left does not turn the line.</summary>
    internal const char LeftToRight = '\u200E';

    private const double BottomMargin = 46;

    internal static readonly TextStyle Body = new(9.5);

    private readonly List<List<Action<SKCanvas>>> _pages = [[]];

    internal PdfFlow(Typesetter typesetter, PageFormat format)
    {
        Typesetter = typesetter;
        (PageWidth, PageHeight) = format == PageFormat.Letter ? (612.0, 792.0) : (595.28, 841.89);
    }

    internal Typesetter Typesetter { get; }

    internal double PageWidth { get; }

    internal double PageHeight { get; }

    /// <summary>The width between the margins.</summary>
    internal double Width => PageWidth - (2 * Margin);

    /// <summary>Where the next thing begins.</summary>
    internal double Y { get; private set; } = Margin;

    internal IReadOnlyList<IReadOnlyList<Action<SKCanvas>>> Pages => _pages;

    /// <summary>The height that is left on this page.</summary>
    internal double Left => PageHeight - BottomMargin - Y;

    /// <summary>The height of an empty page.</summary>
    internal double Full => PageHeight - BottomMargin - Margin;

    internal static double LineHeight(TextStyle style) => style.Size * 1.42;

    /// <summary>The baseline of the first line below a top edge.</summary>
    internal static double Baseline(double top, TextStyle style) => top + (style.Size * 1.08);

    /// <summary>Starts a new page unless so much is left on this one, or this one is still empty.</summary>
    /// <returns>Whether a new page began.</returns>
    internal bool Need(double height)
    {
        if (height <= Left || Y <= Margin)
        {
            return false;
        }

        NewPage();
        return true;
    }

    internal void NewPage()
    {
        _pages.Add([]);
        Y = Margin;
    }

    /// <summary>Room between things; none at the top of a page.</summary>
    internal void Space(double height) => Y = Y <= Margin ? Y : Y + height;

    /// <summary>Moves below something that was drawn here.</summary>
    internal void Advance(double height) => Y += height;

    internal void Draw(Action<SKCanvas> draw) => _pages[^1].Add(draw);

    internal void Text(string text, double x, double baseline, TextStyle style, SKColor color, SKTextAlign align = SKTextAlign.Left) =>
        Draw(canvas => Typesetter.Draw(canvas, text, x, baseline, style, color, align));

    internal void Fill(double x, double y, double width, double height, SKColor color) => Draw(canvas =>
    {
        using var paint = new SKPaint { Color = color };
        canvas.DrawRect((float)x, (float)y, (float)width, (float)height, paint);
    });

    internal void Frame(double x, double y, double width, double height, SKColor color) => Draw(canvas =>
    {
        using var paint = new SKPaint { Color = color, IsStroke = true, StrokeWidth = 0.6f, IsAntialias = true };
        canvas.DrawRoundRect((float)x, (float)y, (float)width, (float)height, 4, 4, paint);
    });

    internal void Rule() => Fill(Margin, Y, Width, 0.6, PdfColors.Line);

    /// <summary>Text over the whole width, line by line over as many pages as it needs.</summary>
    internal void Paragraph(string text, TextStyle style, SKColor color)
    {
        foreach (string line in Typesetter.Lines(text, style, Width))
        {
            Need(LineHeight(style));
            Text(line, Margin, Baseline(Y, style), style, color);
            Advance(LineHeight(style));
        }
    }
}
