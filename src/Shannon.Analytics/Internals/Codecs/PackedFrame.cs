using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// Frame of reference with exceptions: the least value, then every residual bit-packed at one width; the few
/// residuals that need more keep their high bits in a list at the end, so that one outlier does not widen the column.
/// The scheme is PFOR of Zukowski, Héman, Nes and Boncz, "Super-Scalar RAM-CPU Cache Compression", ICDE 2006.
/// </summary>
/// <remarks>
/// Layout: varint reference; byte width, plus 0x80 with exceptions; then, with exceptions, varint count and byte high
/// width; packed residuals; with exceptions, packed positions and packed high bits. No values take no bytes.
/// </remarks>
internal static class PackedFrame
{
    private const int ExceptionsFlag = 0x80;

    // A multiple of eight, so that each chunk ends on a byte; small enough for the first-level cache.
    private const int Chunk = 512;

    /// <summary>Bits of a position among <paramref name="count"/> values.</summary>
    public static int PositionWidth(int count) => BitPacking.WidthOf((ulong)(count - 1));

    public static void Encode(ReadOnlySpan<long> values, ByteWriter w) => Encode(values, FramePlan.For(values), w);

    public static void Encode(ReadOnlySpan<long> values, in FramePlan plan, ByteWriter w)
    {
        if (values.IsEmpty)
        {
            return;
        }

        w.WriteVarInt(plan.Reference);
        if (plan.Exceptions == 0)
        {
            w.WriteByte((byte)plan.Width);
            PackResiduals(values, plan, default, default, w);
            return;
        }

        w.WriteByte((byte)(plan.Width | ExceptionsFlag));
        w.WriteVarUInt((ulong)plan.Exceptions);
        w.WriteByte((byte)plan.HighWidth);
        using Scratch<ulong> positions = new(plan.Exceptions);
        using Scratch<ulong> highs = new(plan.Exceptions);
        PackResiduals(values, plan, positions.Span, highs.Span, w);
        BitPacking.Pack(positions.Span, PositionWidth(values.Length), w);
        BitPacking.Pack(highs.Span, plan.HighWidth, w);
    }

    public static void Decode(ref ByteReader r, Span<long> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        long reference = r.ReadVarInt();
        int header = r.ReadByte();
        int width = header & ~ExceptionsFlag;
        if (header == width)
        {
            BitPacking.RequireBytes(in r, values.Length, width);
            for (int start = 0; start < values.Length; start += Chunk)
            {
                Span<long> chunk = values[start..Math.Min(values.Length, start + Chunk)];
                BitPacking.Unpack(ref r, width, MemoryMarshal.Cast<long, ulong>(chunk));
                LongKernels.Add(chunk, reference);
            }

            return;
        }

        int exceptions = r.ReadCount(values.Length);
        int highWidth = r.ReadByte();
        if (width + highWidth > BitPacking.MaxWidth)
        {
            throw new CodecException($"Bit widths of {width} and {highWidth} exceed 64 together.");
        }

        Span<ulong> residuals = MemoryMarshal.Cast<long, ulong>(values);
        BitPacking.Unpack(ref r, width, residuals);
        AddHighBits(ref r, width, highWidth, exceptions, residuals);
        LongKernels.Add(values, reference);
    }

    /// <summary>Decodes some rows, at least one, of a frame of <paramref name="count"/> values, which cost what they are and not what the frame is.</summary>
    public static void DecodeAt(ref ByteReader r, int count, ReadOnlySpan<int> rows, Span<long> values)
    {
        values = values[..rows.Length];
        long reference = r.ReadVarInt();
        int header = r.ReadByte();
        int width = header & ~ExceptionsFlag;
        bool hasExceptions = header != width;
        int exceptions = hasExceptions ? r.ReadCount(count) : 0;
        int highWidth = hasExceptions ? r.ReadByte() : 0;
        if (width + highWidth > BitPacking.MaxWidth)
        {
            throw new CodecException($"Bit widths of {width} and {highWidth} exceed 64 together.");
        }

        Span<ulong> residuals = MemoryMarshal.Cast<long, ulong>(values);
        int bytes = BitPacking.RequireBytes(in r, count, width);
        BitUnpackKernel.UnpackAt(r.RemainingSpan, width, rows, residuals);
        r.ReadBytes(bytes);
        if (exceptions > 0 && width < BitPacking.MaxWidth)
        {
            AddHighBitsAt(ref r, count, width, highWidth, exceptions, rows, residuals);
        }

        LongKernels.Add(values, reference);
    }

    private static void AddHighBitsAt(ref ByteReader r, int count, int width, int highWidth, int exceptions, ReadOnlySpan<int> rows, Span<ulong> residuals)
    {
        int positionWidth = PositionWidth(count);
        BitPacking.RequireBytes(in r, exceptions, positionWidth);
        using Scratch<ulong> positions = new(exceptions);
        using Scratch<ulong> highs = new(exceptions);
        BitPacking.Unpack(ref r, positionWidth, positions.Span);
        BitPacking.Unpack(ref r, highWidth, highs.Span);
        for (int i = 0; i < rows.Length; i++)
        {
            int exception = positions.Span.BinarySearch((ulong)rows[i]);
            if (exception >= 0)
            {
                residuals[i] |= highs.Span[exception] << width;
            }
        }
    }

    [SkipLocalsInit]
    private static void PackResiduals(ReadOnlySpan<long> values, in FramePlan plan, Span<ulong> positions, Span<ulong> highs, ByteWriter w)
    {
        if (plan.Width == 0 && positions.IsEmpty)
        {
            return;
        }

        Span<ulong> residuals = stackalloc ulong[Chunk];
        int found = 0;
        for (int start = 0; start < values.Length; start += Chunk)
        {
            ReadOnlySpan<long> chunk = values[start..Math.Min(values.Length, start + Chunk)];
            LongKernels.Subtract(chunk, plan.Reference, residuals);
            Span<ulong> packed = residuals[..chunk.Length];
            if (!positions.IsEmpty)
            {
                found = TakeHighBits(packed, start, plan.Width, positions, highs, found);
            }

            BitPacking.Pack(packed, plan.Width, w);
        }
    }

    /// <summary>Cuts residuals to the width, listing the cut bits; returns how many are listed so far.</summary>
    private static int TakeHighBits(Span<ulong> residuals, int start, int width, Span<ulong> positions, Span<ulong> highs, int found)
    {
        // Exceptions exist, so the width is below 64.
        ulong mask = (1UL << width) - 1;
        for (int i = 0; i < residuals.Length; i++)
        {
            ulong residual = residuals[i];
            if (residual > mask)
            {
                positions[found] = (ulong)(start + i);
                highs[found++] = residual >> width;
                residuals[i] = residual & mask;
            }
        }

        return found;
    }

    private static void AddHighBits(ref ByteReader r, int width, int highWidth, int exceptions, Span<ulong> residuals)
    {
        if (exceptions == 0 || width == BitPacking.MaxWidth)
        {
            // Never written; harmless, as there are no bits to add.
            return;
        }

        int positionWidth = PositionWidth(residuals.Length);
        BitPacking.RequireBytes(in r, exceptions, positionWidth);
        using Scratch<ulong> positions = new(exceptions);
        using Scratch<ulong> highs = new(exceptions);
        BitPacking.Unpack(ref r, positionWidth, positions.Span);
        BitPacking.Unpack(ref r, highWidth, highs.Span);
        for (int i = 0; i < exceptions; i++)
        {
            ulong position = positions.Span[i];
            if (position >= (ulong)residuals.Length)
            {
                throw new CodecException($"An exception at position {position} is outside a column of {residuals.Length} values.");
            }

            residuals[(int)position] |= highs.Span[i] << width;
        }
    }
}
