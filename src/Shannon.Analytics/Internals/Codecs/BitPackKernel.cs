using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// The loops behind <see cref="BitPacking.Pack"/>. They store whole 64-bit words at byte positions, so the destination
/// needs <see cref="Slack"/> bytes after the packed ones; what they leave there is overwritten or cut off.
/// </summary>
internal static class BitPackKernel
{
    public const int Slack = 8;

    public static void Pack(ReadOnlySpan<ulong> values, int width, Span<byte> destination)
    {
        Debug.Assert(width is > 0 and <= 64, "width");
        Debug.Assert(destination.Length >= BitPacking.PackedBytes(values.Length, width) + Slack, "room for whole-word stores");
        Debug.Assert(AllFit(values, width), "a value is wider than the width");

        int grouped = values.Length & ~7;
        ref ulong source = ref MemoryMarshal.GetReference(values);
        ref byte target = ref MemoryMarshal.GetReference(destination);
        if (width <= 8)
        {
            PackEights(ref source, grouped, width, ref target);
        }
        else if (width <= 16)
        {
            PackFours(ref source, grouped, width, ref target);
        }
        else
        {
            grouped = 0;
        }

        ReadOnlySpan<ulong> rest = values[grouped..];
        ref byte restTarget = ref Unsafe.Add(ref target, (nint)grouped / 8 * width);
        if (width == 64)
        {
            PackWords(rest, ref restTarget);
        }
        else if (width <= 56)
        {
            PackOverlapping(rest, width, ref restTarget);
        }
        else
        {
            PackWide(rest, width, ref restTarget);
        }
    }

    /// <summary>Widths 1..8: eight values fit one word, and a group ends on a byte, so groups are independent.</summary>
    private static void PackEights(ref ulong source, int count, int width, ref byte target)
    {
        for (nint i = 0; i < count; i += 8)
        {
            ref ulong v = ref Unsafe.Add(ref source, i);
            Store(ref target, Four(ref v, width) | (Four(ref Unsafe.Add(ref v, 4), width) << (4 * width)));
            target = ref Unsafe.Add(ref target, width);
        }
    }

    /// <summary>Widths 9..16: four values fit one word; the second four begin 0 or 4 bits into a byte.</summary>
    private static void PackFours(ref ulong source, int count, int width, ref byte target)
    {
        int secondByte = (4 * width) >> 3;
        int secondShift = (4 * width) & 7;
        for (nint i = 0; i < count; i += 8)
        {
            ref ulong v = ref Unsafe.Add(ref source, i);
            ulong first = Four(ref v, width);
            ulong second = Four(ref Unsafe.Add(ref v, 4), width);
            Store(ref target, first);

            // The shift in two steps: at width 16 it is by 64, which must give 0.
            Store(ref Unsafe.Add(ref target, secondByte), (second << secondShift) | (first >> ((8 * secondByte) - 1) >> 1));
            target = ref Unsafe.Add(ref target, width);
        }
    }

    /// <summary>Widths 1..56: each store rewrites the partial byte of the one before it; no branch on the position.</summary>
    private static void PackOverlapping(ReadOnlySpan<ulong> values, int width, ref byte target)
    {
        ulong pending = 0;
        int filled = 0;
        for (int i = 0; i < values.Length; i++)
        {
            pending |= values[i] << filled;
            Store(ref target, pending);
            filled += width;
            target = ref Unsafe.Add(ref target, filled >> 3);
            pending >>= filled & ~7;
            filled &= 7;
        }
    }

    /// <summary>Widths 57..63: a value may straddle two words; whole words are flushed as they fill.</summary>
    private static void PackWide(ReadOnlySpan<ulong> values, int width, ref byte target)
    {
        ulong pending = 0;
        int filled = 0;
        for (int i = 0; i < values.Length; i++)
        {
            ulong value = values[i];
            pending |= value << filled;
            filled += width;
            if (filled >= 64)
            {
                Store(ref target, pending);
                target = ref Unsafe.Add(ref target, 8);
                filled -= 64;
                pending = filled == 0 ? 0 : value >> (width - filled);
            }
        }

        Store(ref target, pending);
    }

    private static void PackWords(ReadOnlySpan<ulong> values, ref byte target)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Store(ref Unsafe.Add(ref target, (nint)i * 8), values[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Four(ref ulong v, int width) =>
        (v | (Unsafe.Add(ref v, 1) << width))
        | ((Unsafe.Add(ref v, 2) | (Unsafe.Add(ref v, 3) << width)) << (2 * width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref byte target, ulong word) =>
        Unsafe.WriteUnaligned(ref target, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));

    private static bool AllFit(ReadOnlySpan<ulong> values, int width)
    {
        ulong all = 0;
        foreach (ulong value in values)
        {
            all |= value;
        }

        return BitPacking.WidthOf(all) <= width;
    }
}
