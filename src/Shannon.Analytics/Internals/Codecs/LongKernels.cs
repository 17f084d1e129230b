using System.Numerics;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// Vectorised passes over 64-bit integers. All arithmetic wraps modulo 2^64, so that differences over the whole
/// range, <see cref="long.MinValue"/> and <see cref="long.MaxValue"/> included, undo exactly.
/// </summary>
internal static class LongKernels
{
    /// <summary>Least and greatest value; <paramref name="values"/> must not be empty.</summary>
    public static (long Min, long Max) MinMax(ReadOnlySpan<long> values)
    {
        ref long first = ref MemoryMarshal.GetReference(values);
        long min = values[0];
        long max = min;
        int i = 0;
        if (values.Length >= Vector<long>.Count)
        {
            Vector<long> mins = new(min);
            Vector<long> maxs = mins;
            for (; i <= values.Length - Vector<long>.Count; i += Vector<long>.Count)
            {
                Vector<long> v = Vector.LoadUnsafe(ref first, (nuint)i);
                mins = Vector.Min(mins, v);
                maxs = Vector.Max(maxs, v);
            }

            for (int lane = 0; lane < Vector<long>.Count; lane++)
            {
                min = Math.Min(min, mins[lane]);
                max = Math.Max(max, maxs[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            min = Math.Min(min, values[i]);
            max = Math.Max(max, values[i]);
        }

        return (min, max);
    }

    /// <summary>Writes <c>values[i + 1] - values[i]</c> and returns how many of these are not zero.</summary>
    public static int Differences(ReadOnlySpan<long> values, Span<long> deltas)
    {
        ref long first = ref MemoryMarshal.GetReference(values);
        ref long target = ref MemoryMarshal.GetReference(deltas[..(values.Length - 1)]);
        int count = values.Length - 1;
        int i = 0;

        // A lane that equals zero compares to -1, so the lanes sum up to minus the number of zeros.
        Vector<long> zeros = Vector<long>.Zero;
        for (; i <= count - Vector<long>.Count; i += Vector<long>.Count)
        {
            Vector<long> d = Vector.LoadUnsafe(ref first, (nuint)i + 1) - Vector.LoadUnsafe(ref first, (nuint)i);
            d.StoreUnsafe(ref target, (nuint)i);
            zeros += Vector.Equals(d, Vector<long>.Zero);
        }

        int changes = i + (int)Vector.Sum(zeros);
        for (; i < count; i++)
        {
            deltas[i] = unchecked(values[i + 1] - values[i]);
            changes += deltas[i] == 0 ? 0 : 1;
        }

        return changes;
    }

    /// <summary>Writes <c>values[i] - reference</c>.</summary>
    public static void Subtract(ReadOnlySpan<long> values, long reference, Span<ulong> residuals)
    {
        ref long first = ref MemoryMarshal.GetReference(values);
        Span<long> target = MemoryMarshal.Cast<ulong, long>(residuals[..values.Length]);
        ref long firstTarget = ref MemoryMarshal.GetReference(target);
        Vector<long> references = new(reference);
        int i = 0;
        for (; i <= values.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            (Vector.LoadUnsafe(ref first, (nuint)i) - references).StoreUnsafe(ref firstTarget, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            target[i] = unchecked(values[i] - reference);
        }
    }

    /// <summary>Adds <paramref name="reference"/> to every value in place.</summary>
    public static void Add(Span<long> values, long reference)
    {
        ref long first = ref MemoryMarshal.GetReference(values);
        Vector<long> references = new(reference);
        int i = 0;
        for (; i <= values.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            (Vector.LoadUnsafe(ref first, (nuint)i) + references).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            values[i] = unchecked(values[i] + reference);
        }
    }

    /// <summary>Turns a first value followed by differences into values, in place.</summary>
    public static void PrefixSum(Span<long> values)
    {
        long sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum = unchecked(sum + values[i]);
            values[i] = sum;
        }
    }
}
