using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Maps magnitudes to the bins of <see cref="DDSketch"/>. In place of a logarithm it takes the exponent of the double and a cubic of
/// its fraction, <c>L(2^e (1 + s)) = e + ((6/35 s - 3/5) s + 10/7) s</c>, which is continuous, ascends, and is nowhere steeper in ln x than
/// needed: <c>dL / d ln x >= 10/7</c>. A bin is <c>floor(35 L(x))</c>, so that no bin is wider than the factor γ = e^(0.7 / 35), at 1 % more bins than the
/// true logarithm needs (DDSketch's "cubically interpolated" mapping). Multiplications and additions are never fused: every processor finds the same bin.
/// </summary>
internal static class LogarithmMapping
{
    /// <summary>The greatest relative error, α = (γ - 1) / (γ + 1) = 0.0099997, rounded up.</summary>
    public const double RelativeAccuracy = 0.01;

    /// <summary>The least magnitude with a bin; smaller ones, denormals all, count as zero.</summary>
    public const double LeastMagnitude = 2.2250738585072014e-308;

    /// <summary>Bins lie in ± this.</summary>
    public const int GreatestIndex = 40_000;

    private const double A = 6.0 / 35;
    private const double B = -3.0 / 5;
    private const double C = 10.0 / 7;

    private const int BinsPerOctave = 35;
    private const double Multiplier = BinsPerOctave;

    private const int FractionBits = 52;
    private const int Bias = 1023;
    private const long FractionMask = (1L << FractionBits) - 1;
    private const long One = 0x3FF0_0000_0000_0000;

    private static readonly double[] Bounds = MakeBounds();

    /// <summary>The bin of a magnitude of at least <see cref="LeastMagnitude"/>; the sign is ignored.</summary>
    public static int IndexOf(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value) & long.MaxValue;
        double s = BitConverter.Int64BitsToDouble((bits & FractionMask) | One) - 1;
        double exponent = (bits >> FractionBits) - Bias;
        return (int)Math.Floor((exponent + (((((A * s) + B) * s) + C) * s)) * Multiplier);
    }

    /// <summary>The bins of many magnitudes, each at least <see cref="LeastMagnitude"/>; signs are ignored.</summary>
    public static void IndexesOf(ReadOnlySpan<double> values, Span<int> indexes)
    {
        Debug.Assert(indexes.Length >= values.Length, "room for all");
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            ref double first = ref MemoryMarshal.GetReference(values);
            ref int target = ref MemoryMarshal.GetReference(indexes);
            for (; i <= values.Length - 16; i += 16)
            {
                Vector512<long> low = Floors(Vector512.LoadUnsafe(ref first, (nuint)i));
                Vector512<long> high = Floors(Vector512.LoadUnsafe(ref first, (nuint)(i + 8)));
                Vector512.Narrow(low, high).StoreUnsafe(ref target, (nuint)i);
            }
        }

        for (; i < values.Length; i++)
        {
            indexes[i] = IndexOf(values[i]);
        }
    }

    /// <summary>The magnitude that stands for a bin: within <see cref="RelativeAccuracy"/> of each of its values.</summary>
    public static double ValueOf(int index)
    {
        (int exponent, int bin) = Split(index);
        double low = Bounds[bin];

        // 2 low high / (low + high), the point with the same relative error to both ends.
        // Rounding puts the greatest double into a bin after the last.
        return Math.Min(Math.ScaleB(2 * low / (1 + (low / Bounds[bin + 1])), exponent), double.MaxValue);
    }

    /// <summary>Where a bin begins; infinite after the last.</summary>
    internal static double LowerBoundOf(int index)
    {
        (int exponent, int bin) = Split(index);
        return Math.ScaleB(Bounds[bin], exponent);
    }

    /// <summary>Each octave has the same bins.</summary>
    private static (int Exponent, int Bin) Split(int index)
    {
        int exponent = index >= 0 ? index / BinsPerOctave : -((BinsPerOctave - 1 - index) / BinsPerOctave);
        return (exponent, index - (exponent * BinsPerOctave));
    }

    /// <summary>Where the bins from 1 to 2 begin, and 2: the cubic inverted by Newton's method.</summary>
    private static double[] MakeBounds()
    {
        double[] bounds = new double[BinsPerOctave + 1];
        for (int bin = 0; bin <= BinsPerOctave; bin++)
        {
            double wanted = bin / Multiplier;
            double s = wanted;

            // The cubic ascends and bends one way, so that this converges from anywhere.
            for (int i = 0; i < 10; i++)
            {
                s -= ((((((A * s) + B) * s) + C) * s) - wanted) / ((((3 * A * s) + (2 * B)) * s) + C);
            }

            bounds[bin] = 1 + Math.Clamp(s, 0, 1);
        }

        return bounds;
    }

    private static Vector512<long> Floors(Vector512<double> values)
    {
        Vector512<long> bits = values.AsInt64() & Vector512.Create(long.MaxValue);
        Vector512<double> s = ((bits & Vector512.Create(FractionMask)) | Vector512.Create(One)).AsDouble() - Vector512<double>.One;
        Vector512<double> exponent = Vector512.ConvertToDouble((bits >>> FractionBits) - Vector512.Create((long)Bias));
        Vector512<double> polynomial = Vector512.Create(A) * s;
        polynomial = (polynomial + Vector512.Create(B)) * s;
        polynomial = (polynomial + Vector512.Create(C)) * s;
        return Vector512.ConvertToInt64Native(Vector512.Floor((exponent + polynomial) * Vector512.Create(Multiplier)));
    }
}
