using System.Collections.Concurrent;
using System.Reflection;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Text;

/// <summary>The fonts that text is set in: those of this package, those of the host, then those of the machine. Thread-safe; fonts are loaded when first needed.</summary>
internal sealed class FontSet
{
    /// <summary>In the order they are asked. The first is the one all reports are set in; the largest are last, so that most documents never load them.</summary>
    private static readonly string[] Names =
    [
        "NotoSans-Regular", "NotoSansHebrew-Regular", "NotoSansArabic-Regular", "NotoSansDevanagari-Regular", "NotoSansBengali-Regular", "NotoSansTamil-Regular", "NotoSansThai-Regular",
        "NotoSansSymbols2-Regular", "NotoSansMath-Regular", "NotoEmoji-Regular", "NanumGothic-Regular", "DroidSansFallbackFull",
    ];

    private static readonly Lazy<FontFace>[] Own = [.. Names.Select(name => new Lazy<FontFace>(() => Load(name)))];
    private static readonly Lazy<FontFace> OwnBold = new(() => Load("NotoSans-Bold"));
    private static readonly Lazy<SKTypeface[]> Machine = new(() => [.. SKFontManager.Default.FontFamilies.Select(family => SKFontManager.Default.MatchFamily(family)).OfType<SKTypeface>()]);

    private readonly FontFace[] _hosts;
    private readonly ConcurrentDictionary<int, FontFace?> _found = new();

    internal FontSet(IReadOnlyList<string> fontFiles)
    {
        _hosts = [.. fontFiles.Select(FromFile)];
    }

    internal static FontFace Regular => Own[0].Value;

    internal static FontFace Bold => OwnBold.Value;

    /// <summary>The font that has a character, or <see langword="null"/> if none does.</summary>
    internal FontFace? Find(int character, bool bold)
    {
        FontFace main = bold ? Bold : Regular;
        return main.Has(character) ? main : _found.GetOrAdd(character, Search);
    }

    private FontFace? Search(int character)
    {
        foreach (Lazy<FontFace> font in Own)
        {
            if (font.Value.Has(character))
            {
                return font.Value;
            }
        }

        return Array.Find(_hosts, font => font.Has(character))
            ?? (Array.Find(Machine.Value, typeface => typeface.GetGlyph(character) != 0) is { } typeface ? FontFace.Of(typeface) : null);
    }

    private static FontFace Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".ttf")!;
        return FontFace.Of(SKTypeface.FromStream(stream));
    }

    private static FontFace FromFile(string path) => File.Exists(path)
        ? FontFace.Of(SKTypeface.FromFile(path) ?? throw new ArgumentException($"'{path}' is not a font. DocumentOptions.FontFiles takes TrueType and OpenType files.", nameof(path)))
        : throw new FileNotFoundException($"There is no font file '{path}'. Correct DocumentOptions.FontFiles.", path);
}
