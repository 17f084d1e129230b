using System.Diagnostics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Counting sort by group code, in steps, so that rows may come in several batches: count all batches, turn the counts
/// into offsets, scatter all batches. Rows with a negative code belong to no group and are left out; the others must be
/// below the number of groups. Within a group rows keep their order.
/// </summary>
internal static class GroupScatter
{
    /// <summary>Adds the number of rows of each group to <paramref name="counts"/>, one place a group.</summary>
    public static void Count(ReadOnlySpan<int> codes, Span<int> counts)
    {
        foreach (int code in codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }
    }

    /// <summary>Writes where each group begins and, in one place more than there are groups, where the last one ends; returns that.</summary>
    /// <exception cref="OverflowException">The groups hold more rows than one span can.</exception>
    public static int Offsets(ReadOnlySpan<int> counts, Span<int> offsets)
    {
        Debug.Assert(offsets.Length > counts.Length, "one place more than groups");
        int total = 0;
        for (int group = 0; group < counts.Length; group++)
        {
            offsets[group] = total;
            total = checked(total + counts[group]);
        }

        offsets[counts.Length] = total;
        return total;
    }

    /// <summary>
    /// Puts each value to the next place of its group in <paramref name="target"/> and advances <paramref name="next"/>, which starts as a copy of
    /// the offsets.
    /// </summary>
    public static void Scatter<T>(ReadOnlySpan<int> codes, ReadOnlySpan<T> values, Span<int> next, Span<T> target)
        where T : unmanaged
    {
        for (int i = 0; i < codes.Length; i++)
        {
            int code = codes[i];
            if (code >= 0)
            {
                target[next[code]++] = values[i];
            }
        }
    }
}
