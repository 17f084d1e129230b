using System.Numerics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

/// <summary>The oracle: sums without any rounding, in units of the least double, 2^-1074.</summary>
internal static class ExactArithmetic
{
    /// <summary>The exact value times 2^1074.</summary>
    public static BigInteger Scaled(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        BigInteger magnitude = exponent == 0 ? mantissa : new BigInteger(mantissa | (1L << 52)) << (exponent - 1);
        return bits < 0 ? -magnitude : magnitude;
    }

    /// <summary>The nearest double (within one unit in the last place) of <paramref name="numerator"/> / <paramref name="denominator"/> / 2^<paramref name="scale"/>; null beyond the range of double.</summary>
    public static double? Ratio(BigInteger numerator, BigInteger denominator, int scale)
    {
        if (numerator.IsZero)
        {
            return 0;
        }

        // 64 bits of quotient, whatever the sizes.
        int shift = 64 - (int)(BigInteger.Abs(numerator).GetBitLength() - denominator.GetBitLength());
        BigInteger quotient = shift >= 0 ? (numerator << shift) / denominator : numerator / (denominator << -shift);
        double result = Math.ScaleB((double)quotient, -shift - scale);
        return double.IsFinite(result) ? result : null;
    }

    public static double? Sum(ReadOnlySpan<double> values) => Ratio(Total(values), 1, 1074);

    public static double? Mean(ReadOnlySpan<double> values) => Ratio(Total(values), values.Length, 1074);

    /// <summary>The variance's numerator n * sum(x^2) - sum(x)^2, and its denominator n (n - 1), over 2^2148.</summary>
    public static double? StandardDeviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            return null;
        }

        BigInteger sum = Total(values);
        BigInteger squares = 0;
        foreach (double value in values)
        {
            BigInteger scaled = Scaled(value);
            squares += scaled * scaled;
        }

        BigInteger numerator = (values.Length * squares) - (sum * sum);
        if (numerator.IsZero)
        {
            return 0;
        }

        BigInteger denominator = new BigInteger(values.Length) * (values.Length - 1);

        // The root of the quotient scaled by an even power of two, so that it neither over- nor underflows.
        int bits = (int)(numerator.GetBitLength() - denominator.GetBitLength());
        int shift = 120 - bits;
        shift += shift & 1;
        BigInteger quotient = shift >= 0 ? (numerator << shift) / denominator : numerator / (denominator << -shift);
        double result = Math.ScaleB(Math.Sqrt((double)quotient), (-shift / 2) - 1074);
        return double.IsFinite(result) ? result : null;
    }

    private static BigInteger Total(ReadOnlySpan<double> values)
    {
        BigInteger sum = 0;
        foreach (double value in values)
        {
            sum += Scaled(value);
        }

        return sum;
    }
}
