using System.Collections.Concurrent;
using HarfBuzzSharp;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Text;

/// <summary>One font, for drawing and for shaping.</summary>
internal sealed class FontFace
{
    private static readonly ConcurrentDictionary<SKTypeface, FontFace> Known = new();

    private readonly ConcurrentDictionary<int, float> _advances = new();
    private readonly SKData _data;
    private readonly int _index;

    private FontFace(SKTypeface typeface)
    {
        Typeface = typeface;
        UnitsPerEm = typeface.UnitsPerEm;
        // The memory is that of the font library, so no garbage collection moves it; it lives as long as the process.
        SKStreamAsset stream = typeface.OpenStream(out _index)!;
        _data = SKData.Create(stream);
        using Face face = OpenFace();
        Shaping = new Font(face);
        Shaping.SetScale(UnitsPerEm, UnitsPerEm);
        Shaping.SetFunctionsOpenType();
    }

    internal SKTypeface Typeface { get; }

    /// <summary>Shapes in units of the font. Not to be changed: shaping from several threads only reads it.</summary>
    internal Font Shaping { get; }

    internal int UnitsPerEm { get; }

    internal static FontFace Of(SKTypeface typeface) => Known.GetOrAdd(typeface, static one => new FontFace(one));

    /// <summary>The font as HarfBuzz reads it, to be disposed.</summary>
    internal Face OpenFace()
    {
        using var blob = new Blob(_data.Data, (int)_data.Size, MemoryMode.ReadOnly);
        return new Face(blob, _index);
    }

    internal bool Has(int character) => Typeface.GetGlyph(character) != 0;

    /// <summary>The width of a character as a part of the font size.</summary>
    internal float Advance(int character) => _advances.GetOrAdd(character, Measure);

    private float Measure(int character)
    {
        using var font = new SKFont(Typeface, UnitsPerEm) { LinearMetrics = true, Hinting = SKFontHinting.None };
        ushort[] glyphs = [Typeface.GetGlyph(character)];
        return font.GetGlyphWidths(glyphs)[0] / UnitsPerEm;
    }
}
