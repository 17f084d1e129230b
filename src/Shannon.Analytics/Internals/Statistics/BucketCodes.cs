using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Bucket numbers of times in any order. The quotient is estimated with a multiplication by the width's reciprocal in doubles,
/// which is off by one at most because it is below 2^31, and corrected by the exact remainder.
/// </summary>
internal static class BucketCodes
{
    // The remainder after the estimate lies between -width and twice the width, and must fit 64 bits.
    private const long GreatestWidth = 1L << 61;

    /// <summary>
    /// Writes <c>floor((time - origin) / width)</c> of each time, or -1 where that is not within 0 and <paramref name="buckets"/> - 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The width or the number of buckets is not positive.</exception>
    public static void Compute(ReadOnlySpan<long> times, long origin, long width, int buckets, Span<int> codes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buckets);
        codes = codes[..times.Length];
        Int128 end = origin + ((Int128)width * buckets) - 1;
        long last = end > long.MaxValue ? long.MaxValue : (long)end;
        int i = 0;
        if (Vector512.IsHardwareAccelerated && width <= GreatestWidth)
        {
            i = Compute512(times, origin, width, last, codes);
        }

        for (; i < times.Length; i++)
        {
            codes[i] = times[i] >= origin && times[i] <= last ? (int)Quotient(unchecked((ulong)times[i] - (ulong)origin), width) : -1;
        }
    }

    /// <summary>Writes which of <c>[boundaries[i], boundaries[i + 1])</c> holds each time, or -1. Boundaries ascend strictly.</summary>
    public static void ComputeByBoundaries(ReadOnlySpan<long> times, ReadOnlySpan<long> boundaries, Span<int> codes)
    {
        Debug.Assert(boundaries.Length > 1, "at least one bucket");
        int bucket = 0;
        for (int i = 0; i < times.Length; i++)
        {
            long time = times[i];
            if (time < boundaries[0] || time >= boundaries[^1])
            {
                codes[i] = -1;
                continue;
            }

            // Neighbours mostly share a bucket.
            if (time < boundaries[bucket] || time >= boundaries[bucket + 1])
            {
                bucket = SortedTimes.After(boundaries, time < boundaries[bucket] ? 0 : bucket, time) - 1;
            }

            codes[i] = bucket;
        }
    }

    private static ulong Quotient(ulong offset, long width) => offset / (ulong)width;

    private static int Compute512(ReadOnlySpan<long> times, long origin, long width, long last, Span<int> codes)
    {
        ref long first = ref MemoryMarshal.GetReference(times);
        ref int target = ref MemoryMarshal.GetReference(codes);
        Vector512<long> origins = Vector512.Create(origin);
        Vector512<long> lasts = Vector512.Create(last);
        Vector512<long> widths = Vector512.Create(width);
        Vector512<double> reciprocals = Vector512.Create(1.0 / width);
        int i = 0;
        for (; i <= times.Length - 16; i += 16)
        {
            Vector512<long> low = Codes(Vector512.LoadUnsafe(ref first, (nuint)i), origins, lasts, widths, reciprocals);
            Vector512<long> high = Codes(Vector512.LoadUnsafe(ref first, (nuint)(i + 8)), origins, lasts, widths, reciprocals);
            Vector512.Narrow(low, high).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Codes(Vector512<long> time, Vector512<long> origins, Vector512<long> lasts, Vector512<long> widths, Vector512<double> reciprocals)
    {
        Vector512<long> within = Vector512.GreaterThanOrEqual(time, origins) & Vector512.LessThanOrEqual(time, lasts);

        // Outside the buckets the numbers below mean nothing; zero keeps them in range.
        Vector512<long> offset = (time - origins) & within;
        Vector512<long> quotient = Vector512.ConvertToInt64Native(Vector512.ConvertToDouble(offset.AsUInt64()) * reciprocals);
        Vector512<long> remainder = offset - (quotient * widths);
        quotient += Vector512.LessThan(remainder, Vector512<long>.Zero);
        quotient -= Vector512.GreaterThanOrEqual(remainder, widths);
        return quotient | ~within;
    }
}
