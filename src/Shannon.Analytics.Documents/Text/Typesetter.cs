using System.Globalization;
using System.Text;
using Shannon.Analytics.Reporting.Documents;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Text;

/// <summary>Measures, breaks and draws the text, of any script, of one document. Not thread-safe.</summary>
internal sealed class Typesetter(FontSet fonts) : IDisposable
{
    /// <summary>What it draws with.</summary>
    internal DrawingFonts Drawing { get; } = new();

    /// <summary>The width of one line of text.</summary>
    internal double Width(string text, TextStyle style) => IsSimple(text) ? SimpleWidth(text, style) : Pieces(text, style.Bold).Sum(piece => TextShaper.Width(piece, style.Size));

    /// <summary>Breaks text into lines: at line breaks, else between words, else, where a word is wider than a line, within it. No character is lost but the spaces at a break.</summary>
    internal IReadOnlyList<string> Lines(string text, TextStyle style, double width)
    {
        string visible = ReportValueFormat.Visible(text);
        if (!visible.Contains('\n') && Width(visible, style) <= width)
        {
            return [visible];
        }

        List<string> lines = [];
        foreach (string paragraph in visible.Split('\n'))
        {
            lines.AddRange(LineBreaker.Break(paragraph, part => Width(part, style), width));
        }

        return lines;
    }

    /// <summary>One line of a text, cut with an ellipsis where it is wider than there is room.</summary>
    internal string Shorten(string text, TextStyle style, double width)
    {
        string visible = ReportValueFormat.Visible(text).Replace('\n', ' ');
        if (Width(visible, style) <= width)
        {
            return visible;
        }

        return LineBreaker.Break(visible, part => Width(part, style), width - (2 * style.Size)).First() + "…";
    }

    /// <summary>Draws one line of text. The place is the left end of its baseline, its middle or its right end.</summary>
    internal void Draw(SKCanvas canvas, string text, double x, double y, TextStyle style, SKColor color, SKTextAlign align = SKTextAlign.Left)
    {
        if (text.Length == 0)
        {
            return;
        }

        double left = align switch { SKTextAlign.Center => x - (Width(text, style) / 2), SKTextAlign.Right => x - Width(text, style), _ => x };
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        if (IsSimple(text))
        {
            FontFace face = style.Bold ? FontSet.Bold : FontSet.Regular;
            foreach (char letter in text)
            {
                Drawing.Need(face, face.Typeface.GetGlyph(letter));
            }

            using SKFont font = Drawing.Of(face, style.Size);
            canvas.DrawText(text, (float)left, (float)y, font, paint);
            return;
        }

        foreach (TextPiece piece in Bidi.Reorder(Pieces(text, style.Bold), piece => piece.Level))
        {
            left += TextShaper.Draw(canvas, piece, left, y, style.Size, paint, Drawing);
        }
    }

    public void Dispose() => Drawing.Dispose();

    /// <summary>Whether every character is a plain letter of the main font, which needs no shaping.</summary>
    private static bool IsSimple(string text)
    {
        foreach (char letter in text)
        {
            if (letter is (< ' ' or > '~') and (< '\u00A0' or > '\u017F') and not '–' and not '…' and not '’' and not '“' and not '”')
            {
                return false;
            }
        }

        return true;
    }

    private static double SimpleWidth(string text, TextStyle style)
    {
        FontFace font = style.Bold ? FontSet.Bold : FontSet.Regular;
        double width = 0;
        foreach (char letter in text)
        {
            width += font.Advance(letter);
        }

        return width * style.Size;
    }

    /// <summary>Stretches of one font and direction in logical order.</summary>
    private List<TextPiece> Pieces(string text, bool bold)
    {
        List<(FontFace Font, string Text)> clusters = Clusters(text, bold);
        string shown = string.Concat(clusters.Select(cluster => cluster.Text));
        byte[] levels = Bidi.IsNeeded(shown) ? Bidi.Levels([.. shown.EnumerateRunes()]) : [];
        List<TextPiece> pieces = [];
        int rune = 0;
        foreach (var (font, cluster) in clusters)
        {
            byte level = levels.Length > 0 ? levels[rune] : (byte)0;
            rune += cluster.EnumerateRunes().Count();
            if (cluster.EnumerateRunes().All(IsInvisible))
            {
                // A mark of direction has had its effect.
                continue;
            }

            if (pieces.Count > 0 && pieces[^1].Font == font && pieces[^1].Level == level)
            {
                pieces[^1] = pieces[^1] with { Text = pieces[^1].Text + cluster };
            }
            else
            {
                pieces.Add(new TextPiece(font, cluster, level));
            }
        }

        return pieces;
    }

    /// <summary>What readers take for one character, each with a font that has it; one that no font has becomes its code.</summary>
    private List<(FontFace Font, string Text)> Clusters(string text, bool bold)
    {
        List<(FontFace Font, string Text)> clusters = [];
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            FontFace? font = FontOf(element, bold);
            if (font is not null)
            {
                clusters.Add((font, element));
                continue;
            }

            foreach (Rune rune in element.EnumerateRunes())
            {
                FontFace? own = fonts.Find(rune.Value, bold);
                if (own is not null)
                {
                    clusters.Add((own, rune.ToString()));
                }
                else if (!IsInvisible(rune))
                {
                    clusters.Add((bold ? FontSet.Bold : FontSet.Regular, string.Create(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]")));
                }
            }
        }

        return clusters;
    }

    /// <summary>The font that has all of what belongs together.</summary>
    private FontFace? FontOf(string element, bool bold)
    {
        FontFace? font = null;
        foreach (Rune rune in element.EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                continue;
            }

            font ??= fonts.Find(rune.Value, bold);
            if (font is null || !font.Has(rune.Value))
            {
                return null;
            }
        }

        return font ?? FontSet.Regular;
    }

    /// <summary>Joiners, variation selectors, direction marks and tabs: they shape others, and have no form of their own.</summary>
    private static bool IsInvisible(Rune rune) => rune.Value is '\t' or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE01EF) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
}
