using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// The loops behind <see cref="BitPacking.Unpack"/>. They load whole 64-bit words at byte positions and may look past
/// the packed bytes, never past <c>source</c>; the last few values are read from a padded copy.
/// </summary>
internal static class BitUnpackKernel
{
    // A word load, and one more byte for widths over 57 that begin inside a byte.
    private const int LoadBytes = 9;

    /// <summary>Unpacks <paramref name="values"/> from <paramref name="source"/>, which must hold at least the packed bytes.</summary>
    public static void Unpack(ReadOnlySpan<byte> source, int width, Span<ulong> values)
    {
        Debug.Assert(width is >= 0 and <= 64, "width");
        Debug.Assert(source.Length >= BitPacking.PackedBytes(values.Length, width), "all packed bytes present");

        if (width == 0)
        {
            values.Clear();
            return;
        }

        if (width == 64)
        {
            UnpackWords(source, values);
            return;
        }

        int done = Avx2.IsSupported ? UnpackVectors(source, width, values) : 0;
        UnpackScalar(source[(int)((long)done / 8 * width)..], width, values[done..]);
    }

    /// <summary>The portable path, complete by itself: the twin the vector path is tested against.</summary>
    public static void UnpackScalar(ReadOnlySpan<byte> source, int width, Span<ulong> values)
    {
        int safe = LoadableValues(source.Length, width, values.Length);
        Span<ulong> body = values[..safe];
        ref byte first = ref MemoryMarshal.GetReference(source);
        if (width <= 57)
        {
            UnpackNarrow(ref first, width, body);
        }
        else
        {
            UnpackWide(ref first, width, body);
        }

        if (safe == values.Length)
        {
            return;
        }

        // Fewer than LoadBytes bytes are left after the last loadable value.
        long startBit = (long)safe * width;
        Span<byte> padded = stackalloc byte[3 * LoadBytes];
        padded.Clear();
        ReadOnlySpan<byte> last = source[(int)(startBit >> 3)..];
        last[..Math.Min(last.Length, 2 * LoadBytes)].CopyTo(padded);
        ulong mask = ulong.MaxValue >> (64 - width);
        int bit = (int)(startBit & 7);
        for (int i = safe; i < values.Length; i++, bit += width)
        {
            values[i] = LoadWide(ref padded[bit >> 3], bit & 7) & mask;
        }
    }

    /// <summary>Unpacks the values of some rows, in any order; <paramref name="source"/> must hold all of them.</summary>
    public static void UnpackAt(ReadOnlySpan<byte> source, int width, ReadOnlySpan<int> rows, Span<ulong> values)
    {
        if (width == 0)
        {
            values[..rows.Length].Clear();
            return;
        }

        ulong mask = ulong.MaxValue >> (64 - width);
        ref byte first = ref MemoryMarshal.GetReference(source);
        Span<byte> padded = stackalloc byte[LoadBytes];
        for (int i = 0; i < rows.Length; i++)
        {
            long bit = (long)rows[i] * width;
            int start = (int)(bit >> 3);
            if (start + LoadBytes <= source.Length)
            {
                values[i] = LoadWide(ref Unsafe.Add(ref first, start), (int)(bit & 7)) & mask;
                continue;
            }

            padded.Clear();
            source[start..].CopyTo(padded);
            values[i] = LoadWide(ref padded[0], (int)(bit & 7)) & mask;
        }
    }

    /// <summary>How many leading values can be loaded with <see cref="LoadBytes"/> bytes without leaving the source.</summary>
    private static int LoadableValues(int available, int width, int count) =>
        available < LoadBytes
            ? 0
            : (int)Math.Min(count, ((((long)available - LoadBytes) * 8) + 7) / width + 1);

    private static void UnpackNarrow(ref byte source, int width, Span<ulong> values)
    {
        ulong mask = ulong.MaxValue >> (64 - width);
        long bit = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (Load(ref Unsafe.Add(ref source, (nint)(bit >> 3))) >> (int)(bit & 7)) & mask;
            bit += width;
        }
    }

    private static void UnpackWide(ref byte source, int width, Span<ulong> values)
    {
        ulong mask = ulong.MaxValue >> (64 - width);
        long bit = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = LoadWide(ref Unsafe.Add(ref source, (nint)(bit >> 3)), (int)(bit & 7)) & mask;
            bit += width;
        }
    }

    private static void UnpackWords(ReadOnlySpan<byte> source, Span<ulong> values)
    {
        source[..(values.Length * sizeof(ulong))].CopyTo(MemoryMarshal.AsBytes(values));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }
    }

    /// <summary>
    /// Whole groups of eight values, which fill <paramref name="width"/> bytes, for the widths where two or four
    /// neighbours fit one word load including its sub-byte shift. Returns how many values it did, a multiple of eight.
    /// </summary>
    private static int UnpackVectors(ReadOnlySpan<byte> source, int width, Span<ulong> values)
    {
        bool fours = width <= 16;
        if (!fours && (width > 32 || width == 31))
        {
            return 0;
        }

        int lastLoad = fours ? (4 * width) >> 3 : (6 * width) >> 3;
        if (source.Length < lastLoad + sizeof(ulong))
        {
            return 0;
        }

        int groups = Math.Min(values.Length / 8, ((source.Length - lastLoad - sizeof(ulong)) / width) + 1);
        if (fours)
        {
            UnpackFours(ref MemoryMarshal.GetReference(source), width, ref MemoryMarshal.GetReference(values), groups);
        }
        else
        {
            UnpackPairs(ref MemoryMarshal.GetReference(source), width, ref MemoryMarshal.GetReference(values), groups);
        }

        return groups * 8;
    }

    private static void UnpackFours(ref byte source, int width, ref ulong target, int groups)
    {
        ulong step = (ulong)width;
        int second = (4 * width) >> 3;
        Vector256<ulong> mask = Vector256.Create(ulong.MaxValue >> (64 - width));
        Vector256<ulong> shiftFirst = Vector256.Create(0UL, step, 2 * step, 3 * step);
        Vector256<ulong> shiftSecond = shiftFirst + Vector256.Create((4 * step) & 7);
        for (int g = 0; g < groups; g++)
        {
            Vector256<ulong> first = Vector256.Create(Load(ref source));
            Vector256<ulong> last = Vector256.Create(Load(ref Unsafe.Add(ref source, second)));
            (Avx2.ShiftRightLogicalVariable(first, shiftFirst) & mask).StoreUnsafe(ref target);
            (Avx2.ShiftRightLogicalVariable(last, shiftSecond) & mask).StoreUnsafe(ref target, 4);
            source = ref Unsafe.Add(ref source, width);
            target = ref Unsafe.Add(ref target, 8);
        }
    }

    private static void UnpackPairs(ref byte source, int width, ref ulong target, int groups)
    {
        ulong step = (ulong)width;
        int offset1 = (2 * width) >> 3;
        int offset2 = (4 * width) >> 3;
        int offset3 = (6 * width) >> 3;
        ulong bit1 = (2 * step) & 7;
        ulong bit2 = (4 * step) & 7;
        ulong bit3 = (6 * step) & 7;
        Vector256<ulong> mask = Vector256.Create(ulong.MaxValue >> (64 - width));
        Vector256<ulong> shiftFirst = Vector256.Create(0, step, bit1, bit1 + step);
        Vector256<ulong> shiftSecond = Vector256.Create(bit2, bit2 + step, bit3, bit3 + step);
        for (int g = 0; g < groups; g++)
        {
            Vector256<ulong> first = Pair(Load(ref source), Load(ref Unsafe.Add(ref source, offset1)));
            Vector256<ulong> last = Pair(Load(ref Unsafe.Add(ref source, offset2)), Load(ref Unsafe.Add(ref source, offset3)));
            (Avx2.ShiftRightLogicalVariable(first, shiftFirst) & mask).StoreUnsafe(ref target);
            (Avx2.ShiftRightLogicalVariable(last, shiftSecond) & mask).StoreUnsafe(ref target, 4);
            source = ref Unsafe.Add(ref source, width);
            target = ref Unsafe.Add(ref target, 8);
        }
    }

    private static Vector256<ulong> Pair(ulong low, ulong high) =>
        Vector256.Create(Vector128.Create(low), Vector128.Create(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte source)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref source);
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    /// <summary>64 bits from <paramref name="shift"/> (0..7) bits into nine bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LoadWide(ref byte source, int shift)
    {
        // Shifted in two steps, since a shift by 64 would be a shift by 0.
        ulong high = (ulong)Unsafe.Add(ref source, 8) << 1 << (63 - shift);
        return (Load(ref source) >> shift) | high;
    }
}
