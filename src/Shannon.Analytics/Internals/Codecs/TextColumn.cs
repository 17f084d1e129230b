using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// A column of texts: a codec byte, a <see cref="LongColumn"/> of their lengths in bytes, and their bytes end to end,
/// plain or as one Zstandard frame. The count is not stored; no texts take no bytes.
/// </summary>
/// <remarks>
/// Texts are UTF-8. A column with a lone surrogate, which UTF-8 cannot express, is UTF-16 little-endian instead, so
/// that every string comes back exactly. The codec byte is the sum of the flags below.
/// </remarks>
internal static class TextColumn
{
    /// <summary>Flag: UTF-16 in place of UTF-8.</summary>
    internal const byte Utf16 = 1;

    /// <summary>Flag: the bytes are compressed.</summary>
    internal const byte Compressed = 2;

    /// <summary>Content above this is stored plain, so that a frame of a few bytes can never ask for more when decoding.</summary>
    internal const int MaxCompressedContent = 64 << 20;

    private const int MinCompressedContent = 256;

    public static void Encode(ReadOnlySpan<string> values, ByteWriter w)
    {
        if (values.IsEmpty)
        {
            return;
        }

        using ByteWriter content = new(Math.Clamp(values.Length, 16, 1 << 16) * 16);
        using Scratch<long> lengths = new(values.Length);
        byte codec = 0;
        if (!TryWriteUtf8(values, lengths.Span, content))
        {
            codec = Utf16;
            content.Reset();
            WriteUtf16(values, lengths.Span, content);
        }

        int start = w.Length;
        if (content.Length is > MinCompressedContent and <= MaxCompressedContent)
        {
            w.WriteByte((byte)(codec | Compressed));
            LongColumn.Encode(lengths.Span, w);
            if (Zstandard.TryCompress(content.WrittenSpan, content.Length - (content.Length / 8), w))
            {
                return;
            }

            w.Truncate(start);
        }

        w.WriteByte(codec);
        LongColumn.Encode(lengths.Span, w);
        w.WriteBytes(content.WrittenSpan);
    }

    /// <param name="r">The bytes.</param>
    /// <param name="values">Receives as many texts as it holds.</param>
    /// <param name="maxValueBytes">The most UTF-8 bytes of one text; in a UTF-16 column, the most UTF-16 code units.</param>
    public static void Decode(ref ByteReader r, Span<string> values, int maxValueBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValueBytes);
        if (values.IsEmpty)
        {
            return;
        }

        byte codec = r.ReadByte();
        if ((codec & ~(Utf16 | Compressed)) != 0)
        {
            throw CodecException.UnknownCodec("text column", codec);
        }

        bool utf16 = (codec & Utf16) != 0;
        using Scratch<long> lengths = new(values.Length);
        LongColumn.Decode(ref r, lengths.Span);
        long total = SumLengths(lengths.Span, utf16 ? 2L * maxValueBytes : maxValueBytes, utf16);
        if ((codec & Compressed) == 0)
        {
            // More than remains is refused by the read; the cast cannot lose bits below that.
            Split(r.ReadBytes((int)Math.Min(total, int.MaxValue)), lengths.Span, utf16, values);
            return;
        }

        if (total > MaxCompressedContent)
        {
            throw new CodecException($"Compressed text of {total} bytes exceeds {MaxCompressedContent}, the most allowed.");
        }

        ReadOnlySpan<byte> frame = Zstandard.ReadFrame(ref r, (int)total);
        using Scratch<byte> content = new((int)total);
        Zstandard.Decompress(frame, content.Span);
        Split(content.Span, lengths.Span, utf16, values);
    }

    /// <summary>False at the first text that is not valid UTF-16.</summary>
    private static bool TryWriteUtf8(ReadOnlySpan<string> values, Span<long> lengths, ByteWriter content)
    {
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<char> text = values[i];

            // One UTF-16 code unit takes at most three bytes of UTF-8.
            Span<byte> target = content.GetSpan(checked(text.Length * 3));
            if (Utf8.FromUtf16(text, target, out _, out int written, replaceInvalidSequences: false) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            content.Advance(written);
            lengths[i] = written;
        }

        return true;
    }

    private static void WriteUtf16(ReadOnlySpan<string> values, Span<long> lengths, ByteWriter content)
    {
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<char> text = values[i];
            Span<byte> target = content.GetSpan(checked(text.Length * 2));
            for (int c = 0; c < text.Length; c++)
            {
                target[2 * c] = (byte)text[c];
                target[(2 * c) + 1] = (byte)(text[c] >> 8);
            }

            content.Advance(text.Length * 2);
            lengths[i] = text.Length * 2;
        }
    }

    private static long SumLengths(ReadOnlySpan<long> lengths, long maxBytes, bool utf16)
    {
        long total = 0;
        foreach (long length in lengths)
        {
            if (length < 0 || length > maxBytes || (utf16 && (length & 1) != 0))
            {
                throw new CodecException($"A text of {length} bytes is not allowed; at most {maxBytes}{(utf16 ? ", and an even number," : string.Empty)} are.");
            }

            total += length;
        }

        return total;
    }

    private static void Split(ReadOnlySpan<byte> content, ReadOnlySpan<long> lengths, bool utf16, Span<string> values)
    {
        if (!utf16 && !Utf8.IsValid(content))
        {
            throw new CodecException("The bytes of a text column are not UTF-8.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> text = content[..(int)lengths[i]];
            content = content[text.Length..];
            if (text.IsEmpty)
            {
                values[i] = string.Empty;
            }
            else if (utf16)
            {
                values[i] = FromUtf16(text);
            }
            else
            {
                // As the whole is valid, a part is too unless it begins inside a character.
                values[i] = (text[0] & 0xC0) == 0x80
                    ? throw new CodecException("A text of a text column begins inside a character.")
                    : Encoding.UTF8.GetString(text);
            }
        }
    }

    private static string FromUtf16(ReadOnlySpan<byte> bytes)
    {
        if (BitConverter.IsLittleEndian)
        {
            return new string(MemoryMarshal.Cast<byte, char>(bytes));
        }

        char[] text = new char[bytes.Length / 2];
        for (int c = 0; c < text.Length; c++)
        {
            text[c] = (char)(bytes[2 * c] | (bytes[(2 * c) + 1] << 8));
        }

        return new string(text);
    }
}
