using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace Shannon.Analytics.Documents.Text;

/// <summary>Turns stretches of text into glyphs with HarfBuzz: ligatures, joined letters, marks.</summary>
internal static class TextShaper
{
    internal static double Width(TextPiece piece, double size)
    {
        using Buffer buffer = Shape(piece);
        return buffer.GlyphPositions.Sum(position => (double)position.XAdvance) * size / piece.Font.UnitsPerEm;
    }

    /// <summary>Draws from the left end of the baseline. The glyphs carry the text they stand for, so that it can be copied and searched. Returns the width.</summary>
    internal static double Draw(SKCanvas canvas, TextPiece piece, double x, double y, double size, SKPaint paint, DrawingFonts fonts)
    {
        using Buffer buffer = Shape(piece);
        GlyphInfo[] glyphs = buffer.GlyphInfos;
        GlyphPosition[] positions = buffer.GlyphPositions;
        double scale = size / piece.Font.UnitsPerEm;
        byte[] text = Encoding.UTF8.GetBytes(piece.Text);
        using SKFont font = fonts.Of(piece.Font, size);
        using var builder = new SKTextBlobBuilder();
        SKPositionedTextRunBuffer run = builder.AllocatePositionedTextRun(font, glyphs.Length, text.Length, null);
        double pen = 0;
        for (int index = 0; index < glyphs.Length; index++)
        {
            fonts.Need(piece.Font, (ushort)glyphs[index].Codepoint);
            run.Glyphs[index] = (ushort)glyphs[index].Codepoint;
            run.Positions[index] = new SKPoint((float)(pen + (positions[index].XOffset * scale)), (float)(-positions[index].YOffset * scale));
            run.Clusters[index] = glyphs[index].Cluster;
            pen += positions[index].XAdvance * scale;
        }

        text.CopyTo(run.Text);
        using SKTextBlob? blob = builder.Build();
        if (blob is not null)
        {
            canvas.DrawText(blob, (float)x, (float)y, paint);
        }

        return pen;
    }

    private static Buffer Shape(TextPiece piece)
    {
        var buffer = new Buffer();
        // UTF-8, because the clusters of the text that goes along are counted in its bytes.
        buffer.AddUtf8(piece.Text);
        buffer.GuessSegmentProperties();
        buffer.Direction = piece.IsRightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        piece.Font.Shaping.Shape(buffer);
        return buffer;
    }
}
