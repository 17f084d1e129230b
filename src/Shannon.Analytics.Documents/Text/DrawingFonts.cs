using SkiaSharp;

namespace Shannon.Analytics.Documents.Text;

/// <summary>The fonts that one document is drawn with: whole ones while it is noted which glyphs it needs, then those glyphs alone. Not thread-safe.</summary>
internal sealed class DrawingFonts : IDisposable
{
    private readonly Dictionary<FontFace, HashSet<ushort>> _needed = [];
    private readonly Dictionary<FontFace, SKTypeface> _subsets = [];

    /// <summary>A font of a size, to be disposed.</summary>
    internal SKFont Of(FontFace face, double size) => new(_subsets.GetValueOrDefault(face) ?? face.Typeface, (float)size) { LinearMetrics = true, Hinting = SKFontHinting.None, Subpixel = true };

    /// <summary>Notes a glyph that is drawn.</summary>
    internal void Need(FontFace face, ushort glyph)
    {
        if (!_needed.TryGetValue(face, out HashSet<ushort>? glyphs))
        {
            _needed[face] = glyphs = [];
        }

        glyphs.Add(glyph);
    }

    /// <summary>From now on fonts hold only what was noted.</summary>
    internal void CutToNeed()
    {
        foreach (var (face, glyphs) in _needed)
        {
            if (!_subsets.ContainsKey(face) && FontSubset.Of(face, glyphs) is { } subset)
            {
                _subsets[face] = subset;
            }
        }
    }

    public void Dispose()
    {
        foreach (SKTypeface subset in _subsets.Values)
        {
            subset.Dispose();
        }

        _subsets.Clear();
    }
}
