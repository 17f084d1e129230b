using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Finds values that lie many standard deviations from a mean.</summary>
internal static class ZScores
{
    /// <summary>
    /// Writes the indexes of the values whose score <c>|value - mean| / deviation</c> exceeds <paramref name="threshold"/>, ascending, and returns how
    /// many there are. <paramref name="indexes"/> is as long as <paramref name="values"/>. Without a deviation there are none.
    /// </summary>
    public static int Scan(ReadOnlySpan<double> values, double mean, double deviation, double threshold, Span<int> indexes)
    {
        if (!(deviation > 0))
        {
            return 0;
        }

        int count = 0;
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            // A comparison without division, wide enough that rounding cannot hide a value, decides who is looked at.
            double near = threshold * deviation * (1 - 1e-14);
            near = double.IsFinite(near) ? near : double.MaxValue;
            ref double first = ref MemoryMarshal.GetReference(values);
            Vector256<double> means = Vector256.Create(mean);
            Vector256<double> limit = Vector256.Create(near);
            for (; i <= values.Length - 8; i += 8)
            {
                Vector256<double> a = Vector256.Abs(Vector256.LoadUnsafe(ref first, (nuint)i) - means);
                Vector256<double> b = Vector256.Abs(Vector256.LoadUnsafe(ref first, (nuint)(i + 4)) - means);
                if (Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(a, b), limit))
                {
                    count = ScanPlain(values.Slice(i, 8), mean, deviation, threshold, indexes, i, count);
                }
            }
        }

        return ScanPlain(values[i..], mean, deviation, threshold, indexes, i, count);
    }

    /// <summary>The score, with the sign of the deviation; finite for finite numbers unless the deviation is far too small for them.</summary>
    public static double Score(double value, double mean, double deviation)
    {
        double difference = value - mean;
        return double.IsFinite(difference) ? difference / deviation : ((value / 2) - (mean / 2)) / (deviation / 2);
    }

    /// <summary>The plain twin: goes on after <paramref name="count"/> found; <paramref name="start"/> is the first value's index.</summary>
    internal static int ScanPlain(ReadOnlySpan<double> values, double mean, double deviation, double threshold, Span<int> indexes, int start, int count)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (Math.Abs(Score(values[i], mean, deviation)) > threshold)
            {
                indexes[count++] = start + i;
            }
        }

        return count;
    }
}
