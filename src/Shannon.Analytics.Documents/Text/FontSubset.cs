using System.Runtime.InteropServices;
using HarfBuzzSharp;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Text;

/// <summary>Cuts a font down to the glyphs that a document draws, with HarfBuzz; what stays keeps its number.</summary>
internal static partial class FontSubset
{
    private const string Library = "libHarfBuzzSharp";

    private const uint NoHinting = 0x1;
    private const uint RetainGlyphNumbers = 0x2;
    private const int TablesToDrop = 3;

    // Text is shaped with the whole font; the tables for that are of no use in the file.
    private static readonly uint[] ShapingTables = [Tag("GSUB"), Tag("GPOS"), Tag("GDEF"), Tag("kern")];

    /// <summary>The font with these glyphs alone; <see langword="null"/> where it cannot be cut: it is then embedded whole.</summary>
    internal static SKTypeface? Of(FontFace font, IEnumerable<ushort> glyphs)
    {
        using Face face = font.OpenFace();
        try
        {
            nint input = CreateInput();
            if (input == 0)
            {
                return null;
            }

            try
            {
                SetFlags(input, NoHinting | RetainGlyphNumbers);
                nint kept = GlyphSet(input);
                foreach (ushort glyph in glyphs)
                {
                    Add(kept, glyph);
                }

                nint dropped = Set(input, TablesToDrop);
                foreach (uint table in ShapingTables)
                {
                    Add(dropped, table);
                }

                nint subset = Subset(face.Handle, input);
                return subset == 0 ? null : Typeface(subset);
            }
            finally
            {
                DestroyInput(input);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A host's own build of the library without this part.
            return null;
        }
    }

    private static SKTypeface? Typeface(nint face)
    {
        nint blob = ReferenceBlob(face);
        try
        {
            nint bytes = BlobData(blob, out uint length);
            using SKData data = SKData.CreateCopy(bytes, length);
            return SKTypeface.FromData(data);
        }
        finally
        {
            DestroyBlob(blob);
            DestroyFace(face);
        }
    }

    private static uint Tag(string name) => ((uint)name[0] << 24) | ((uint)name[1] << 16) | ((uint)name[2] << 8) | name[3];

    [LibraryImport(Library, EntryPoint = "hb_subset_input_create_or_fail")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint CreateInput();

    [LibraryImport(Library, EntryPoint = "hb_subset_input_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void DestroyInput(nint input);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_set_flags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void SetFlags(nint input, uint flags);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_glyph_set")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint GlyphSet(nint input);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_set")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint Set(nint input, int kind);

    [LibraryImport(Library, EntryPoint = "hb_set_add")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void Add(nint set, uint value);

    [LibraryImport(Library, EntryPoint = "hb_subset_or_fail")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint Subset(nint face, nint input);

    [LibraryImport(Library, EntryPoint = "hb_face_reference_blob")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint ReferenceBlob(nint face);

    [LibraryImport(Library, EntryPoint = "hb_face_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void DestroyFace(nint face);

    [LibraryImport(Library, EntryPoint = "hb_blob_get_data")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial nint BlobData(nint blob, out uint length);

    [LibraryImport(Library, EntryPoint = "hb_blob_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void DestroyBlob(nint blob);
}
