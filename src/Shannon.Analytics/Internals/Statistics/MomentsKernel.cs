using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>The loops behind <see cref="MomentsAccumulator"/>, over one block that stays in the first-level cache between its two passes.</summary>
internal static class MomentsKernel
{
    /// <summary>16 KiB of values.</summary>
    public const int BlockLength = 2048;

    /// <summary>Sum as a rounded part and a rest, least and greatest of a block that is not empty.</summary>
    /// <remarks>Where a sum overflows, the sums are meaningless and the extremes are right.</remarks>
    public static (double Sum, double Error, double Min, double Max) Sum(ReadOnlySpan<double> values)
    {
        Debug.Assert(!values.IsEmpty, "not empty");
        (double sum, double rest, double min, double max) =
            Vector512.IsHardwareAccelerated && values.Length >= Vector512<double>.Count ? Sum512(values)
            : Vector256.IsHardwareAccelerated && values.Length >= Vector256<double>.Count ? Sum256(values)
            : SumPlain(values);

        // Adding zero turns -0.0 into 0.0.
        return (sum, rest, min + 0.0, max + 0.0);
    }

    /// <summary>The sum of squared deviations, corrected for what <paramref name="mean"/> was rounded by.</summary>
    public static double SecondMoment(ReadOnlySpan<double> values, double mean)
    {
        (double squares, double deviations) =
            Vector512.IsHardwareAccelerated && values.Length >= Vector512<double>.Count ? Deviations512(values, mean)
            : Vector256.IsHardwareAccelerated && values.Length >= Vector256<double>.Count ? Deviations256(values, mean)
            : DeviationsPlain(values, mean);
        return Math.Max(0, squares - (deviations * deviations / values.Length));
    }

    /// <summary>The plain twin and the fallback.</summary>
    internal static (double Sum, double Error, double Min, double Max) SumPlain(ReadOnlySpan<double> values)
    {
        double sum = 0;
        double rest = 0;
        double min = values[0];
        double max = min;
        foreach (double value in values)
        {
            sum = MomentsAccumulator.TwoSum(sum, value, out double error);
            rest += error;
            min = value < min ? value : min;
            max = value > max ? value : max;
        }

        return (sum, rest, min, max);
    }

    /// <summary>The plain twin and the fallback.</summary>
    internal static (double Squares, double Deviations) DeviationsPlain(ReadOnlySpan<double> values, double mean)
    {
        // One long sum: compensated, where vectors have a sum a lane.
        double squares = 0;
        double rest = 0;
        double deviations = 0;
        foreach (double value in values)
        {
            double deviation = value - mean;
            squares = MomentsAccumulator.TwoSum(squares, deviation * deviation, out double error);
            rest += error;
            deviations += deviation;
        }

        return (squares + rest, deviations);
    }

    private static (double Sum, double Error, double Min, double Max) Sum512(ReadOnlySpan<double> values)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        int step = Vector512<double>.Count;
        Vector512<double> sumA = Vector512<double>.Zero, sumB = sumA, restA = sumA, restB = sumA;
        Vector512<double> minA = Vector512.LoadUnsafe(ref first), minB = minA, maxA = minA, maxB = minA;
        int i = 0;
        for (; i <= values.Length - (2 * step); i += 2 * step)
        {
            Vector512<double> a = Vector512.LoadUnsafe(ref first, (nuint)i);
            Vector512<double> b = Vector512.LoadUnsafe(ref first, (nuint)(i + step));
            minA = Vector512.MinNative(minA, a);
            minB = Vector512.MinNative(minB, b);
            maxA = Vector512.MaxNative(maxA, a);
            maxB = Vector512.MaxNative(maxB, b);
            sumA = TwoSum(sumA, a, ref restA);
            sumB = TwoSum(sumB, b, ref restB);
        }

        if (i <= values.Length - step)
        {
            Vector512<double> a = Vector512.LoadUnsafe(ref first, (nuint)i);
            minA = Vector512.MinNative(minA, a);
            maxA = Vector512.MaxNative(maxA, a);
            sumA = TwoSum(sumA, a, ref restA);
            i += step;
        }

        if (i < values.Length)
        {
            Vector512<double> b = Vector512.LoadUnsafe(ref first, (nuint)(values.Length - step));
            minB = Vector512.MinNative(minB, b);
            maxB = Vector512.MaxNative(maxB, b);
            sumB = TwoSum(sumB, b & Last512(values.Length - i), ref restB);
        }

        Vector512<double> rests = restA + restB;
        Vector512<double> sums = TwoSum(sumA, sumB, ref rests);
        Vector256<double> halfRests = rests.GetLower() + rests.GetUpper();
        Vector256<double> half = TwoSum(sums.GetLower(), sums.GetUpper(), ref halfRests);
        (double sum, double rest) = SumLanes(half, halfRests);
        Vector512<double> mins = Vector512.MinNative(minA, minB);
        Vector512<double> maxs = Vector512.MaxNative(maxA, maxB);
        Vector256<double> min = Vector256.MinNative(mins.GetLower(), mins.GetUpper());
        Vector256<double> max = Vector256.MaxNative(maxs.GetLower(), maxs.GetUpper());
        return (sum, rest, Least(min), Greatest(max));
    }

    private static (double Sum, double Error, double Min, double Max) Sum256(ReadOnlySpan<double> values)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        int step = Vector256<double>.Count;
        Vector256<double> sumA = Vector256<double>.Zero, sumB = sumA, restA = sumA, restB = sumA;
        Vector256<double> minA = Vector256.LoadUnsafe(ref first), minB = minA, maxA = minA, maxB = minA;
        int i = 0;
        for (; i <= values.Length - (2 * step); i += 2 * step)
        {
            Vector256<double> a = Vector256.LoadUnsafe(ref first, (nuint)i);
            Vector256<double> b = Vector256.LoadUnsafe(ref first, (nuint)(i + step));
            minA = Vector256.MinNative(minA, a);
            minB = Vector256.MinNative(minB, b);
            maxA = Vector256.MaxNative(maxA, a);
            maxB = Vector256.MaxNative(maxB, b);
            sumA = TwoSum(sumA, a, ref restA);
            sumB = TwoSum(sumB, b, ref restB);
        }

        if (i <= values.Length - step)
        {
            Vector256<double> a = Vector256.LoadUnsafe(ref first, (nuint)i);
            minA = Vector256.MinNative(minA, a);
            maxA = Vector256.MaxNative(maxA, a);
            sumA = TwoSum(sumA, a, ref restA);
            i += step;
        }

        if (i < values.Length)
        {
            Vector256<double> b = Vector256.LoadUnsafe(ref first, (nuint)(values.Length - step));
            minB = Vector256.MinNative(minB, b);
            maxB = Vector256.MaxNative(maxB, b);
            sumB = TwoSum(sumB, b & Last256(values.Length - i), ref restB);
        }

        Vector256<double> rests = restA + restB;
        Vector256<double> sums = TwoSum(sumA, sumB, ref rests);
        (double sum, double rest) = SumLanes(sums, rests);
        return (sum, rest, Least(Vector256.MinNative(minA, minB)), Greatest(Vector256.MaxNative(maxA, maxB)));
    }

    private static (double Squares, double Deviations) Deviations512(ReadOnlySpan<double> values, double mean)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        int step = Vector512<double>.Count;
        Vector512<double> means = Vector512.Create(mean);
        Vector512<double> squaresA = Vector512<double>.Zero, squaresB = squaresA, deviationsA = squaresA, deviationsB = squaresA;
        int i = 0;
        for (; i <= values.Length - (2 * step); i += 2 * step)
        {
            Vector512<double> a = Vector512.LoadUnsafe(ref first, (nuint)i) - means;
            Vector512<double> b = Vector512.LoadUnsafe(ref first, (nuint)(i + step)) - means;
            squaresA += a * a;
            squaresB += b * b;
            deviationsA += a;
            deviationsB += b;
        }

        if (i <= values.Length - step)
        {
            Vector512<double> a = Vector512.LoadUnsafe(ref first, (nuint)i) - means;
            squaresA += a * a;
            deviationsA += a;
            i += step;
        }

        if (i < values.Length)
        {
            Vector512<double> b = (Vector512.LoadUnsafe(ref first, (nuint)(values.Length - step)) - means) & Last512(values.Length - i);
            squaresB += b * b;
            deviationsB += b;
        }

        return (Vector512.Sum(squaresA + squaresB), Vector512.Sum(deviationsA + deviationsB));
    }

    private static (double Squares, double Deviations) Deviations256(ReadOnlySpan<double> values, double mean)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        int step = Vector256<double>.Count;
        Vector256<double> means = Vector256.Create(mean);
        Vector256<double> squaresA = Vector256<double>.Zero, squaresB = squaresA, deviationsA = squaresA, deviationsB = squaresA;
        int i = 0;
        for (; i <= values.Length - (2 * step); i += 2 * step)
        {
            Vector256<double> a = Vector256.LoadUnsafe(ref first, (nuint)i) - means;
            Vector256<double> b = Vector256.LoadUnsafe(ref first, (nuint)(i + step)) - means;
            squaresA += a * a;
            squaresB += b * b;
            deviationsA += a;
            deviationsB += b;
        }

        if (i <= values.Length - step)
        {
            Vector256<double> a = Vector256.LoadUnsafe(ref first, (nuint)i) - means;
            squaresA += a * a;
            deviationsA += a;
            i += step;
        }

        if (i < values.Length)
        {
            Vector256<double> b = (Vector256.LoadUnsafe(ref first, (nuint)(values.Length - step)) - means) & Last256(values.Length - i);
            squaresB += b * b;
            deviationsB += b;
        }

        return (Vector256.Sum(squaresA + squaresB), Vector256.Sum(deviationsA + deviationsB));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> TwoSum(Vector512<double> a, Vector512<double> b, ref Vector512<double> rest)
    {
        Vector512<double> sum = a + b;
        Vector512<double> part = sum - a;
        rest += (a - (sum - part)) + (b - part);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> TwoSum(Vector256<double> a, Vector256<double> b, ref Vector256<double> rest)
    {
        Vector256<double> sum = a + b;
        Vector256<double> part = sum - a;
        rest += (a - (sum - part)) + (b - part);
        return sum;
    }

    private static (double Sum, double Error) SumLanes(Vector256<double> sums, Vector256<double> rests)
    {
        double low = MomentsAccumulator.TwoSum(sums[0], sums[1], out double lowError);
        double high = MomentsAccumulator.TwoSum(sums[2], sums[3], out double highError);
        double sum = MomentsAccumulator.TwoSum(low, high, out double error);
        return (sum, error + (lowError + highError) + Vector256.Sum(rests));
    }

    /// <summary>All bits of the last <paramref name="count"/> lanes: a last vector overlaps what was already seen.</summary>
    private static Vector512<double> Last512(int count) =>
        Vector512.GreaterThanOrEqual(Vector512<long>.Indices, Vector512.Create((long)(Vector512<long>.Count - count))).AsDouble();

    private static Vector256<double> Last256(int count) =>
        Vector256.GreaterThanOrEqual(Vector256<long>.Indices, Vector256.Create((long)(Vector256<long>.Count - count))).AsDouble();

    private static double Least(Vector256<double> v) => Math.Min(Math.Min(v[0], v[1]), Math.Min(v[2], v[3]));

    private static double Greatest(Vector256<double> v) => Math.Max(Math.Max(v[0], v[1]), Math.Max(v[2], v[3]));
}
