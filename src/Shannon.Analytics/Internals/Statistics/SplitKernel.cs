using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Splits finite values about a pivot into two places: what is below stays in front of its span, the rest goes to another.
/// Reads and writes run straight ahead and nothing branches on data, so that it beats <see cref="PartitionKernel"/> while both places fit the caches.
/// </summary>
internal static class SplitKernel
{
    /// <summary>
    /// Moves what is below <paramref name="pivot"/> to the front of <paramref name="values"/> and the rest to the front of
    /// <paramref name="rest"/>, which is as long. Returns how many are below. What lies after either front is undefined.
    /// </summary>
    public static int Split(Span<double> values, Span<double> rest, double pivot)
    {
        Debug.Assert(rest.Length >= values.Length, "room for all");
        if (Avx512F.IsSupported)
        {
            return Split512(values, rest, pivot);
        }

        return Avx2.IsSupported ? Split256(values, rest, pivot) : SplitFrom(values, rest, pivot, 0, 0);
    }

    /// <summary>The plain twin, the fallback and the last few: goes on at <paramref name="next"/> after <paramref name="below"/> were below.</summary>
    internal static int SplitFrom(Span<double> values, Span<double> rest, double pivot, int next, int below)
    {
        int above = next - below;
        for (; next < values.Length; next++)
        {
            double value = values[next];
            int step = value < pivot ? 1 : 0;
            values[below] = value;
            rest[above] = value;
            below += step;
            above += 1 - step;
        }

        return below;
    }

    internal static int Split512(Span<double> values, Span<double> rest, double pivot)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        ref double firstRest = ref MemoryMarshal.GetReference(rest);
        Vector512<double> pivots = Vector512.Create(pivot);
        int below = 0;
        int i = 0;

        // Whole vectors may be stored: neither front is ever ahead of what was read.
        for (; i <= values.Length - 8; i += 8)
        {
            Vector512<double> v = Vector512.LoadUnsafe(ref first, (nuint)i);
            Vector512<double> less = Vector512.LessThan(v, pivots);
            Avx512F.Compress(Vector512<double>.Zero, less, v).StoreUnsafe(ref first, (nuint)below);
            Avx512F.Compress(Vector512<double>.Zero, ~less, v).StoreUnsafe(ref firstRest, (nuint)(i - below));
            below += BitOperations.PopCount((uint)less.ExtractMostSignificantBits());
        }

        return SplitFrom(values, rest, pivot, i, below);
    }

    internal static int Split256(Span<double> values, Span<double> rest, double pivot)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        ref double firstRest = ref MemoryMarshal.GetReference(rest);
        Vector256<double> pivots = Vector256.Create(pivot);
        int below = 0;
        int i = 0;
        for (; i <= values.Length - 4; i += 4)
        {
            Vector256<double> v = Vector256.LoadUnsafe(ref first, (nuint)i);
            uint mask = Vector256.LessThan(v, pivots).ExtractMostSignificantBits();
            PartitionKernel.Front(v, mask).StoreUnsafe(ref first, (nuint)below);
            PartitionKernel.Front(v, mask ^ 0xF).StoreUnsafe(ref firstRest, (nuint)(i - below));
            below += BitOperations.PopCount(mask);
        }

        return SplitFrom(values, rest, pivot, i, below);
    }
}
