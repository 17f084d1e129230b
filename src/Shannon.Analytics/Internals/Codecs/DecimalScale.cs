using System.Numerics;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// Doubles that are decimals of few digits, as integers: <c>value = mantissa / 10^exponent</c>, correctly rounded.
/// A value counts as such only if that division gives back its exact bits, so -0.0, NaN and infinities never do.
/// </summary>
/// <remarks>
/// The idea is that of Afroozeh, Kuffo and Boncz, "ALP: Adaptive Lossless floating-Point Compression", SIGMOD 2024,
/// with a division in place of its inverse factors: mantissa and power are exact doubles, hence every decimal
/// of up to 15 digits comes back. Mantissas stay below 2^51, where adding 1.5 * 2^52 rounds to an integer.
/// </remarks>
internal static class DecimalScale
{
    public const int MaxExponent = 14;

    private const int NoExponent = MaxExponent + 1;
    private const int SampleSize = 64;

    // 2^32 / phi: its multiples fall evenly and without a cycle (Knuth, TAOCP 3, 6.4).
    private const uint GoldenRatio = 2_654_435_769;
    private const double MantissaLimit = 1L << 51;
    private const double Rounder = 3L << 51;

    // What an exception takes: its bits, its position, and a placeholder mantissa.
    private const double ExceptionBits = 100;
    private const double BitsPerDigit = 3.3219280948873623;

    private static ReadOnlySpan<double> Powers =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14];

    /// <summary>
    /// The exponent that makes a sample smallest, or false if over a quarter of it fits none. The sample is spread out, one value from each
    /// of equal stretches, but from another place in each: a fixed step would meet only one value of a cycle that divides it.
    /// </summary>
    public static bool TryChoose(ReadOnlySpan<double> values, out int exponent)
    {
        int sampled = Math.Min(values.Length, SampleSize);
        Span<int> least = stackalloc int[NoExponent + 1];
        least.Clear();
        for (int i = 0; i < sampled; i++)
        {
            int start = (int)((long)i * values.Length / sampled);
            int end = (int)((long)(i + 1) * values.Length / sampled);
            int place = (int)(((uint)i * GoldenRatio >> 8) % (uint)(end - start));
            least[LeastExponent(values[start + place])]++;
        }

        exponent = 0;
        double bestCost = double.PositiveInfinity;
        int bestExceptions = sampled;
        int fitting = 0;
        for (int e = 0; e <= MaxExponent; e++)
        {
            fitting += least[e];
            double cost = (e * BitsPerDigit * sampled) + ((sampled - fitting) * ExceptionBits);
            if (cost < bestCost)
            {
                (bestCost, bestExceptions, exponent) = (cost, sampled - fitting, e);
            }
        }

        return bestExceptions <= sampled / 4;
    }

    /// <summary>
    /// Writes the mantissas of all values, and the positions of those that have none (their mantissa is that of a
    /// neighbour). Returns how many these are, or -1 as soon as they do not fit <paramref name="exceptions"/>.
    /// </summary>
    public static int ToMantissas(ReadOnlySpan<double> values, int exponent, Span<long> mantissas, Span<ulong> exceptions)
    {
        double scale = Powers[exponent];
        ref double first = ref MemoryMarshal.GetReference(values);
        ref long target = ref MemoryMarshal.GetReference(mantissas[..values.Length]);
        Vector<double> scales = new(scale);
        Vector<double> rounder = new(Rounder);
        Vector<double> limit = new(MantissaLimit);
        int found = 0;
        int i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> v = Vector.LoadUnsafe(ref first, (nuint)i);
            Vector<double> scaled = v * scales;
            Vector<double> shifted = scaled + rounder;
            Vector<double> back = (shifted - rounder) / scales;
            (Vector.AsVectorInt64(shifted) - Vector.AsVectorInt64(rounder)).StoreUnsafe(ref target, (nuint)i);
            Vector<long> fits = Vector.Equals(Vector.AsVectorInt64(back), Vector.AsVectorInt64(v)) & Vector.LessThan(Vector.Abs(scaled), limit);
            if (!Vector.EqualsAll(fits, Vector<long>.AllBitsSet)
                && !TakeScalar(values.Slice(i, Vector<double>.Count), i, scale, mantissas, exceptions, ref found))
            {
                return -1;
            }
        }

        return TakeScalar(values[i..], i, scale, mantissas, exceptions, ref found) ? found : -1;
    }

    /// <summary>Divides mantissas by the power of ten; <paramref name="values"/> may be the same memory.</summary>
    public static void ToValues(ReadOnlySpan<long> mantissas, int exponent, Span<double> values)
    {
        double scale = Powers[exponent];
        ref long first = ref MemoryMarshal.GetReference(mantissas);
        ref double target = ref MemoryMarshal.GetReference(values[..mantissas.Length]);
        Vector<double> scales = new(scale);
        int i = 0;
        for (; i <= mantissas.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            (Vector.ConvertToDouble(Vector.LoadUnsafe(ref first, (nuint)i)) / scales).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < mantissas.Length; i++)
        {
            values[i] = mantissas[i] / scale;
        }
    }

    /// <summary>The plain twin of the vector loop: whether <paramref name="value"/> is <paramref name="mantissa"/> / <paramref name="scale"/>, to the bit.</summary>
    internal static bool TryScale(double value, double scale, out long mantissa)
    {
        double scaled = value * scale;
        mantissa = 0;
        if (!(Math.Abs(scaled) < MantissaLimit))
        {
            return false;
        }

        double rounded = (scaled + Rounder) - Rounder;
        mantissa = (long)rounded;
        return BitConverter.DoubleToInt64Bits(rounded / scale) == BitConverter.DoubleToInt64Bits(value);
    }

    private static int LeastExponent(double value)
    {
        for (int e = 0; e <= MaxExponent; e++)
        {
            if (TryScale(value, Powers[e], out _))
            {
                return e;
            }

            if (!(Math.Abs(value * Powers[e]) < MantissaLimit))
            {
                break;
            }
        }

        return NoExponent;
    }

    private static bool TakeScalar(ReadOnlySpan<double> values, int start, double scale, Span<long> mantissas, Span<ulong> exceptions, ref int found)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int position = start + i;
            if (TryScale(values[i], scale, out long mantissa))
            {
                mantissas[position] = mantissa;
                continue;
            }

            if (found == exceptions.Length)
            {
                return false;
            }

            // A neighbour's mantissa neither widens the range nor breaks a run.
            mantissas[position] = position == 0 ? FirstMantissa(values, scale) : mantissas[position - 1];
            exceptions[found++] = (ulong)position;
        }

        return true;
    }

    private static long FirstMantissa(ReadOnlySpan<double> values, double scale)
    {
        foreach (double value in values)
        {
            if (TryScale(value, scale, out long mantissa))
            {
                return mantissa;
            }
        }

        return 0;
    }
}
