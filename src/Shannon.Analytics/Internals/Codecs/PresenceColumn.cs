using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// Which rows of a column have a value: a codec byte and one of the encodings below. The count is not stored; no rows
/// take no bytes.
/// </summary>
internal static class PresenceColumn
{
    internal const byte None = 0;

    internal const byte All = 1;

    /// <summary>One bit a row, low bits first, padded to a byte.</summary>
    internal const byte Bitmap = 2;

    /// <summary>A byte for the first row (0 or 1), the number of runs as a varint, then a <see cref="PackedFrame"/> of the lengths of alternating runs.</summary>
    internal const byte RunLength = 3;

    public static void Encode(ReadOnlySpan<bool> present, ByteWriter w)
    {
        if (present.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<byte> rows = MemoryMarshal.AsBytes(present);
        int absent = rows.Count((byte)0);
        if (absent == 0 || absent == rows.Length)
        {
            w.WriteByte(absent == 0 ? All : None);
            return;
        }

        int start = w.Length;
        w.WriteByte(Bitmap);
        int bytes = (int)(((long)rows.Length + 7) / 8);
        Span<byte> bitmap = w.GetSpan(bytes)[..bytes];
        ToBitmap(rows, bitmap);
        int runs = CountRuns(bitmap, rows.Length);
        w.Advance(bytes);
        if (runs <= rows.Length / 32)
        {
            int limit = w.Length - (bytes / 4);
            w.Truncate(start);
            EncodeRuns(rows, runs, w);
            if (w.Length <= limit)
            {
                return;
            }

            w.Truncate(start);
            w.WriteByte(Bitmap);
            ToBitmap(rows, w.GetSpan(bytes)[..bytes]);
            w.Advance(bytes);
        }
    }

    /// <summary>Passes over a column in which every row is present, or which has no rows; false, and nothing is read, if it is another.</summary>
    public static bool TryReadAll(ref ByteReader r, int count)
    {
        if (count == 0)
        {
            return true;
        }

        ByteReader ahead = r;
        if (ahead.ReadByte() != All)
        {
            return false;
        }

        r = ahead;
        return true;
    }

    /// <summary>Returns the number of rows present.</summary>
    public static int Decode(ref ByteReader r, Span<bool> present)
    {
        if (present.IsEmpty)
        {
            return 0;
        }

        byte codec = r.ReadByte();
        switch (codec)
        {
            case None:
                present.Clear();
                return 0;
            case All:
                present.Fill(true);
                return present.Length;
            case Bitmap:
                FromBitmap(r.ReadBytes((int)(((long)present.Length + 7) / 8)), MemoryMarshal.AsBytes(present));
                break;
            case RunLength:
                DecodeRuns(ref r, present);
                break;
            default:
                throw CodecException.UnknownCodec("presence column", codec);
        }

        return present.Length - MemoryMarshal.AsBytes(present).Count((byte)0);
    }

    private static void ToBitmap(ReadOnlySpan<byte> rows, Span<byte> bitmap)
    {
        int i = 0;
        for (; i <= rows.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            Vector256<byte> absent = Vector256.Equals(Vector256.Create(rows.Slice(i, Vector256<byte>.Count)), Vector256<byte>.Zero);
            BinaryPrimitives.WriteUInt32LittleEndian(bitmap[(i / 8)..], ~absent.ExtractMostSignificantBits());
        }

        bitmap[(i / 8)..].Clear();
        for (; i < rows.Length; i++)
        {
            bitmap[i / 8] |= (byte)((rows[i] == 0 ? 0 : 1) << (i & 7));
        }
    }

    private static void FromBitmap(ReadOnlySpan<byte> bitmap, Span<byte> rows)
    {
        int whole = rows.Length / 8;
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(rows[..(whole * 8)]);
        for (int i = 0; i < words.Length; i++)
        {
            // A copy of the byte in each of eight; keep bit k in byte k; carry any bit to bit 7; move it to bit 0.
            ulong spread = (bitmap[i] * 0x0101010101010101UL) & 0x8040201008040201UL;
            ulong flags = ((spread + 0x7F7F7F7F7F7F7F7FUL) >> 7) & 0x0101010101010101UL;
            words[i] = BitConverter.IsLittleEndian ? flags : BinaryPrimitives.ReverseEndianness(flags);
        }

        for (int i = whole * 8; i < rows.Length; i++)
        {
            rows[i] = (byte)((bitmap[i / 8] >> (i & 7)) & 1);
        }
    }

    /// <summary>Runs of equal bits among the first <paramref name="count"/>; the padding must be zero.</summary>
    private static int CountRuns(ReadOnlySpan<byte> bitmap, int count)
    {
        int previous = bitmap[0] & 1;
        int changes = 0;
        foreach (byte bits in bitmap)
        {
            changes += BitOperations.PopCount((uint)(bits ^ (((bits << 1) | previous) & 0xFF)));
            previous = bits >> 7;
        }

        // The step from a last set bit into the padding is not a change between rows.
        bool intoPadding = (count & 7) != 0 && ((bitmap[^1] >> ((count - 1) & 7)) & 1) == 1;
        return 1 + changes - (intoPadding ? 1 : 0);
    }

    private static void EncodeRuns(ReadOnlySpan<byte> rows, int runs, ByteWriter w)
    {
        w.WriteByte(RunLength);
        w.WriteByte((byte)(rows[0] == 0 ? 0 : 1));
        w.WriteVarUInt((ulong)runs);
        using Scratch<long> lengths = new(runs);
        ReadOnlySpan<byte> left = rows;
        foreach (ref long length in lengths.Span)
        {
            // A stored true may be any byte but zero, so runs of it end at a zero.
            int end = left[0] == 0 ? left.IndexOfAnyExcept((byte)0) : left.IndexOf((byte)0);
            length = end < 0 ? left.Length : end;
            left = left[(int)length..];
        }

        PackedFrame.Encode(lengths.Span, w);
    }

    private static void DecodeRuns(ref ByteReader r, Span<bool> present)
    {
        byte first = r.ReadByte();
        if (first > 1)
        {
            throw new CodecException($"The first row of a presence column is {first}; only 0 and 1 are known.");
        }

        using Scratch<long> lengths = new(r.ReadCount(present.Length));
        RunLengths.Decode(ref r, lengths.Span, present.Length);
        bool value = first == 1;
        foreach (long length in lengths.Span)
        {
            present[..(int)length].Fill(value);
            present = present[(int)length..];
            value = !value;
        }
    }
}
