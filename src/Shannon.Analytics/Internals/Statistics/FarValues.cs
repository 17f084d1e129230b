using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Finds values that lie far from a center.</summary>
internal static class FarValues
{
    /// <summary>The index of the first value at <paramref name="distance"/> or more from <paramref name="center"/>; -1 if there is none.</summary>
    public static int IndexOf(ReadOnlySpan<double> values, double center, double distance)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref double first = ref MemoryMarshal.GetReference(values);
            Vector256<double> centers = Vector256.Create(center);
            Vector256<double> limit = Vector256.Create(distance);
            for (; i <= values.Length - 8; i += 8)
            {
                Vector256<double> a = Vector256.Abs(Vector256.LoadUnsafe(ref first, (nuint)i) - centers);
                Vector256<double> b = Vector256.Abs(Vector256.LoadUnsafe(ref first, (nuint)(i + 4)) - centers);
                if (Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(a, b), limit))
                {
                    break;
                }
            }
        }

        int found = IndexOfPlain(values[i..], center, distance);
        return found < 0 ? -1 : i + found;
    }

    /// <summary>The plain twin.</summary>
    internal static int IndexOfPlain(ReadOnlySpan<double> values, double center, double distance)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (Math.Abs(values[i] - center) >= distance)
            {
                return i;
            }
        }

        return -1;
    }
}
