using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Sorts a handful of finite values where a general sort would spend its time on branches.</summary>
internal static class SmallSort
{
    /// <summary>The most values <see cref="Sort"/> takes.</summary>
    public const int MaxLength = 32;

    public static void Sort(Span<double> values)
    {
        Debug.Assert(values.Length <= MaxLength, "few values");
        if (Vector512.IsHardwareAccelerated && values.Length > 4)
        {
            SortByCounting(values);
        }
        else
        {
            SortByInsertion(values);
        }
    }

    /// <summary>The plain twin and the fallback.</summary>
    internal static void SortByInsertion(Span<double> values)
    {
        for (int i = 1; i < values.Length; i++)
        {
            double value = values[i];
            int at = i;
            for (; at > 0 && values[at - 1] > value; at--)
            {
                values[at] = values[at - 1];
            }

            values[at] = value;
        }
    }

    /// <summary>
    /// Each value goes to the place that is the number of values below it, plus the number of equal ones before it:
    /// no branch depends on the data.
    /// </summary>
    private static void SortByCounting(Span<double> values)
    {
        Span<double> copy = stackalloc double[MaxLength];
        copy.Fill(double.PositiveInfinity);
        values.CopyTo(copy);
        ref double first = ref MemoryMarshal.GetReference(copy);
        Vector512<double> a = Vector512.LoadUnsafe(ref first);
        Vector512<double> b = Vector512.LoadUnsafe(ref first, 8);
        if (values.Length <= 16)
        {
            for (int i = 0; i < values.Length; i++)
            {
                Vector512<double> v = Vector512.Create(copy[i]);
                uint below = Mask(Vector512.LessThan(a, v)) | (Mask(Vector512.LessThan(b, v)) << 8);
                uint equal = Mask(Vector512.Equals(a, v)) | (Mask(Vector512.Equals(b, v)) << 8);
                values[BitOperations.PopCount(below | (equal & ((1u << i) - 1)))] = copy[i];
            }

            return;
        }

        Vector512<double> c = Vector512.LoadUnsafe(ref first, 16);
        Vector512<double> d = Vector512.LoadUnsafe(ref first, 24);
        for (int i = 0; i < values.Length; i++)
        {
            Vector512<double> v = Vector512.Create(copy[i]);
            uint below = Mask(Vector512.LessThan(a, v)) | (Mask(Vector512.LessThan(b, v)) << 8)
                | (Mask(Vector512.LessThan(c, v)) << 16) | (Mask(Vector512.LessThan(d, v)) << 24);
            uint equal = Mask(Vector512.Equals(a, v)) | (Mask(Vector512.Equals(b, v)) << 8)
                | (Mask(Vector512.Equals(c, v)) << 16) | (Mask(Vector512.Equals(d, v)) << 24);
            values[BitOperations.PopCount(below | (equal & ((1u << i) - 1)))] = copy[i];
        }
    }

    private static uint Mask(Vector512<double> lanes) => (uint)lanes.ExtractMostSignificantBits();
}
