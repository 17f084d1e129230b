using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// In-place partition of finite values about a pivot. The vector forms keep one vector of each end in registers, which
/// leaves two vectors of free space; each loaded vector is permuted so that what is below the pivot comes first, and is
/// stored whole at both ends, of which each keeps its part (after Bramas, "A Novel Hybrid Quicksort Algorithm Vectorized
/// using AVX-512", 2017).
/// </summary>
internal static class PartitionKernel
{
    // Below this the set-up costs more than it saves.
    private const int LeastVectors = 4;

    /// <summary>For each mask of eight lanes, the lanes whose bit is set in order, then the others.</summary>
    private static readonly ulong[] Permutations512 = MakePermutations512();

    /// <summary>The same for four lanes of 64 bits, as eight lanes of 32 bits.</summary>
    private static readonly int[] Permutations256 = MakePermutations256();

    /// <summary>Moves what is below <paramref name="pivot"/> to the front and returns how many these are. The pivot may be infinite, not NaN.</summary>
    public static int Partition(Span<double> values, double pivot)
    {
        if (Avx512F.IsSupported && values.Length >= LeastVectors * Vector512<double>.Count)
        {
            return Partition512(values, pivot);
        }

        return Avx2.IsSupported && values.Length >= LeastVectors * Vector256<double>.Count
            ? Partition256(values, pivot)
            : PartitionScalar(values, pivot);
    }

    /// <summary>The plain twin and the fallback: every value is swapped, and the border moves or stays.</summary>
    internal static int PartitionScalar(Span<double> values, double pivot)
    {
        int below = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            values[i] = values[below];
            values[below] = value;
            below += value < pivot ? 1 : 0;
        }

        return below;
    }

    internal static int Partition512(Span<double> values, double pivot)
    {
        const int Lanes = 8;
        ref double first = ref MemoryMarshal.GetReference(values);
        ref ulong permutations = ref MemoryMarshal.GetArrayDataReference(Permutations512);
        Vector512<double> pivots = Vector512.Create(pivot);
        Vector512<double> head = Vector512.LoadUnsafe(ref first);
        Vector512<double> tail = Vector512.LoadUnsafe(ref first, (nuint)(values.Length - Lanes));

        // [left, from) and [to, right) are free; together always two vectors, so that the side with less still has room after a load.
        int left = 0;
        int right = values.Length;
        int from = Lanes;
        int to = values.Length - Lanes;
        while (to - from >= Lanes)
        {
            // A branch, although hard to predict: computing the side makes each load wait for the count before it, which is slower.
            int at;
            if (from - left <= right - to)
            {
                at = from;
                from += Lanes;
            }
            else
            {
                to -= Lanes;
                at = to;
            }

            Vector512<double> v = Vector512.LoadUnsafe(ref first, (nuint)at);
            uint mask = (uint)Vector512.LessThan(v, pivots).ExtractMostSignificantBits();
            Vector512<long> order = Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(Unsafe.Add(ref permutations, (nint)mask)).AsByte());
            Vector512<double> sorted = Avx512F.PermuteVar8x64(v, order);
            sorted.StoreUnsafe(ref first, (nuint)left);
            sorted.StoreUnsafe(ref first, (nuint)(right - Lanes));
            int below = BitOperations.PopCount(mask);
            left += below;
            right -= Lanes - below;
        }

        Span<double> rest = stackalloc double[3 * Lanes];
        int count = to - from;
        values.Slice(from, count).CopyTo(rest);
        head.StoreUnsafe(ref MemoryMarshal.GetReference(rest), (nuint)count);
        tail.StoreUnsafe(ref MemoryMarshal.GetReference(rest), (nuint)(count + Lanes));
        return PlaceRest(values, rest[..(count + (2 * Lanes))], pivot, left, right);
    }

    internal static int Partition256(Span<double> values, double pivot)
    {
        const int Lanes = 4;
        ref double first = ref MemoryMarshal.GetReference(values);
        Vector256<double> pivots = Vector256.Create(pivot);
        Vector256<double> head = Vector256.LoadUnsafe(ref first);
        Vector256<double> tail = Vector256.LoadUnsafe(ref first, (nuint)(values.Length - Lanes));
        int left = 0;
        int right = values.Length;
        int from = Lanes;
        int to = values.Length - Lanes;
        while (to - from >= Lanes)
        {
            // A branch, although hard to predict: computing the side makes each load wait for the count before it, which is slower.
            int at;
            if (from - left <= right - to)
            {
                at = from;
                from += Lanes;
            }
            else
            {
                to -= Lanes;
                at = to;
            }

            Vector256<double> v = Vector256.LoadUnsafe(ref first, (nuint)at);
            uint mask = Vector256.LessThan(v, pivots).ExtractMostSignificantBits();
            Vector256<double> sorted = Front(v, mask);
            sorted.StoreUnsafe(ref first, (nuint)left);
            sorted.StoreUnsafe(ref first, (nuint)(right - Lanes));
            int below = BitOperations.PopCount(mask);
            left += below;
            right -= Lanes - below;
        }

        Span<double> rest = stackalloc double[3 * Lanes];
        int count = to - from;
        values.Slice(from, count).CopyTo(rest);
        head.StoreUnsafe(ref MemoryMarshal.GetReference(rest), (nuint)count);
        tail.StoreUnsafe(ref MemoryMarshal.GetReference(rest), (nuint)(count + Lanes));
        return PlaceRest(values, rest[..(count + (2 * Lanes))], pivot, left, right);
    }

    /// <summary>The lanes whose bit is set in <paramref name="mask"/> in order, then the others; needs AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Front(Vector256<double> v, uint mask) => Avx2.PermuteVar8x32(
        v.AsInt32(),
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Permutations256), mask * 8)).AsDouble();

    /// <summary>Fills the space still free, which is exactly as long as <paramref name="rest"/>.</summary>
    private static int PlaceRest(Span<double> values, ReadOnlySpan<double> rest, double pivot, int left, int right)
    {
        foreach (double value in rest)
        {
            int below = value < pivot ? 1 : 0;
            int takeLeft = -below;
            values[(left & takeLeft) | ((right - 1) & ~takeLeft)] = value;
            left += below;
            right -= 1 - below;
        }

        return left;
    }

    private static ulong[] MakePermutations512()
    {
        ulong[] table = new ulong[256];
        for (int mask = 0; mask < table.Length; mask++)
        {
            int at = 0;
            for (int lane = 0; lane < 16; lane++)
            {
                if ((mask >> (lane & 7) & 1) == (lane < 8 ? 1 : 0))
                {
                    table[mask] |= (ulong)(lane & 7) << (8 * at++);
                }
            }
        }

        return table;
    }

    private static int[] MakePermutations256()
    {
        int[] table = new int[16 * 8];
        for (int mask = 0; mask < 16; mask++)
        {
            int at = mask * 8;
            for (int lane = 0; lane < 8; lane++)
            {
                if ((mask >> (lane & 3) & 1) == (lane < 4 ? 1 : 0))
                {
                    table[at++] = 2 * (lane & 3);
                    table[at++] = (2 * (lane & 3)) + 1;
                }
            }
        }

        return table;
    }
}
