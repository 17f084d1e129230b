using ZstdSharp;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// Zstandard (RFC 8878) at its fastest level, with one compressor and one decompressor per thread, since their tables
/// cost more to build than a small column to compress.
/// </summary>
internal static class Zstandard
{
    private const int Level = 1;

    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    /// <summary>Appends the length as a varint and a frame with its content size, if together they take at most <paramref name="maxBytes"/>.</summary>
    public static bool TryCompress(ReadOnlySpan<byte> content, int maxBytes, ByteWriter w)
    {
        Compressor compressor = _compressor ??= new Compressor(Level);
        int bound = Compressor.GetCompressBound(content.Length);
        using Scratch<byte> frame = new(bound);
        int length = compressor.Wrap(content, frame.Span);
        if (length + ByteWriter.VarUIntBytes((ulong)length) > maxBytes)
        {
            return false;
        }

        w.WriteVarUInt((ulong)length);
        w.WriteBytes(frame.Span[..length]);
        return true;
    }

    /// <summary>
    /// Takes a frame whose header promises exactly <paramref name="contentLength"/> bytes, so that the caller need not
    /// allocate for content that is not there.
    /// </summary>
    public static ReadOnlySpan<byte> ReadFrame(ref ByteReader r, int contentLength)
    {
        ReadOnlySpan<byte> frame = r.ReadBytes(r.ReadCount(r.Remaining));
        ulong declared;
        try
        {
            declared = frame.IsEmpty ? 0 : Decompressor.GetDecompressedSize(frame);
        }
        catch (ZstdException e)
        {
            throw new CodecException("A compressed frame has no valid header.", e);
        }

        return declared == (ulong)contentLength
            ? frame
            : throw new CodecException($"A compressed frame declares {declared} bytes where {contentLength} are expected.");
    }

    /// <summary>Decompresses <paramref name="frame"/>, which must fill <paramref name="content"/> exactly.</summary>
    public static void Decompress(ReadOnlySpan<byte> frame, Span<byte> content)
    {
        Decompressor decompressor = _decompressor ??= new Decompressor();
        int written;
        try
        {
            written = decompressor.Unwrap(frame, content);
        }
        catch (ZstdException e)
        {
            throw new CodecException("A compressed frame is corrupt.", e);
        }

        if (written != content.Length)
        {
            throw new CodecException($"A compressed frame holds {written} bytes where {content.Length} are expected.");
        }
    }
}
