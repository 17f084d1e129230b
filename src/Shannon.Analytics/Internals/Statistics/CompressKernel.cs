using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Brings the selected values of a column together, in order. Masks are as of <see cref="BitMask"/>.</summary>
internal static class CompressKernel
{
    private const int Rows = 64;

    /// <summary>Writes the selected values to <paramref name="target"/>, which holds at least as many, and returns how many there are.</summary>
    public static int Compress(ReadOnlySpan<double> values, ReadOnlySpan<ulong> mask, Span<double> target) =>
        Compress(MemoryMarshal.Cast<double, long>(values), mask, MemoryMarshal.Cast<double, long>(target));

    /// <summary>Writes the selected values to <paramref name="target"/>, which holds at least as many, and returns how many there are.</summary>
    public static int Compress(ReadOnlySpan<long> values, ReadOnlySpan<ulong> mask, Span<long> target)
    {
        int count = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            ulong word = mask[i];
            int start = i * Rows;
            if (word == ulong.MaxValue)
            {
                values.Slice(start, Rows).CopyTo(target[count..]);
                count += Rows;
            }
            else if (Avx512F.IsSupported && values.Length - start >= Rows && target.Length - count >= Rows)
            {
                // Whole vectors may be stored: there is room for all rows of the word.
                count += Compress512(ref Unsafe.Add(ref MemoryMarshal.GetReference(values), start), word, ref Unsafe.Add(ref MemoryMarshal.GetReference(target), count));
            }
            else
            {
                count = CompressWord(values[start..], word, target, count);
            }
        }

        return count;
    }

    /// <summary>Writes the selected values to <paramref name="target"/>, which holds at least as many, and returns how many there are.</summary>
    public static int Compress(ReadOnlySpan<int> values, ReadOnlySpan<ulong> mask, Span<int> target)
    {
        int count = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            ulong word = mask[i];
            int start = i * Rows;
            if (word == ulong.MaxValue)
            {
                values.Slice(start, Rows).CopyTo(target[count..]);
                count += Rows;
            }
            else if (Avx512F.IsSupported && values.Length - start >= Rows && target.Length - count >= Rows)
            {
                count += Compress512(ref Unsafe.Add(ref MemoryMarshal.GetReference(values), start), word, ref Unsafe.Add(ref MemoryMarshal.GetReference(target), count));
            }
            else
            {
                count = CompressWord(values[start..], word, target, count);
            }
        }

        return count;
    }

    /// <summary>The plain twin and the fallback: one value a set bit. Returns the new count.</summary>
    internal static int CompressWord<T>(ReadOnlySpan<T> values, ulong word, Span<T> target, int count)
        where T : unmanaged
    {
        for (; word != 0; word &= word - 1)
        {
            target[count++] = values[BitOperations.TrailingZeroCount(word)];
        }

        return count;
    }

    private static int Compress512(ref long first, ulong word, ref long target)
    {
        Vector512<long> lanes = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);
        int count = 0;
        for (int i = 0; i < Rows; i += 8)
        {
            byte bits = (byte)(word >> i);
            Vector512<long> selected = Vector512.Equals(Vector512.Create((long)bits) & lanes, lanes);
            Avx512F.Compress(Vector512<long>.Zero, selected, Vector512.LoadUnsafe(ref first, (nuint)i)).StoreUnsafe(ref target, (nuint)count);
            count += BitOperations.PopCount(bits);
        }

        return count;
    }

    private static int Compress512(ref int first, ulong word, ref int target)
    {
        Vector512<int> lanes = Avx512F.ShiftLeftLogicalVariable(Vector512<int>.One, Vector512<uint>.Indices);
        int count = 0;
        for (int i = 0; i < Rows; i += 16)
        {
            ushort bits = (ushort)(word >> i);
            Vector512<int> selected = Vector512.Equals(Vector512.Create((int)bits) & lanes, lanes);
            Avx512F.Compress(Vector512<int>.Zero, selected, Vector512.LoadUnsafe(ref first, (nuint)i)).StoreUnsafe(ref target, (nuint)count);
            count += BitOperations.PopCount(bits);
        }

        return count;
    }
}
