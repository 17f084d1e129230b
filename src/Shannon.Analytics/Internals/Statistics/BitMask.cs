using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Selections of rows as bits: row i is bit <c>i % 64</c> of word <c>i / 64</c>. Bits beyond the rows are always zero.
/// </summary>
internal static class BitMask
{
    /// <summary>Words that hold <paramref name="rows"/> bits.</summary>
    public static int Words(int rows) => (int)(((long)rows + 63) >> 6);

    /// <summary>Selects all rows.</summary>
    public static void Fill(Span<ulong> mask, int rows)
    {
        mask[..Words(rows)].Fill(ulong.MaxValue);
        ClearTail(mask, rows);
    }

    /// <summary>Keeps what both select.</summary>
    public static void And(Span<ulong> mask, ReadOnlySpan<ulong> other)
    {
        Debug.Assert(mask.Length == other.Length, "same rows");
        ref ulong first = ref MemoryMarshal.GetReference(mask);
        ref ulong second = ref MemoryMarshal.GetReference(other);
        int i = 0;
        for (; i <= mask.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            (Vector.LoadUnsafe(ref first, (nuint)i) & Vector.LoadUnsafe(ref second, (nuint)i)).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < mask.Length; i++)
        {
            mask[i] &= other[i];
        }
    }

    /// <summary>Adds what the other selects.</summary>
    public static void Or(Span<ulong> mask, ReadOnlySpan<ulong> other)
    {
        Debug.Assert(mask.Length == other.Length, "same rows");
        ref ulong first = ref MemoryMarshal.GetReference(mask);
        ref ulong second = ref MemoryMarshal.GetReference(other);
        int i = 0;
        for (; i <= mask.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            (Vector.LoadUnsafe(ref first, (nuint)i) | Vector.LoadUnsafe(ref second, (nuint)i)).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < mask.Length; i++)
        {
            mask[i] |= other[i];
        }
    }

    /// <summary>Selects the rows that were not.</summary>
    public static void Not(Span<ulong> mask, int rows)
    {
        for (int i = 0; i < Words(rows); i++)
        {
            mask[i] = ~mask[i];
        }

        ClearTail(mask, rows);
    }

    /// <summary>How many rows are selected.</summary>
    public static int Count(ReadOnlySpan<ulong> mask)
    {
        int count = 0;
        foreach (ulong word in mask)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Writes the selected rows' numbers, ascending, and returns how many there are.</summary>
    public static int Indexes(ReadOnlySpan<ulong> mask, Span<int> indexes)
    {
        int count = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            for (ulong word = mask[i]; word != 0; word &= word - 1)
            {
                indexes[count++] = (i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }

        return count;
    }

    private static void ClearTail(Span<ulong> mask, int rows)
    {
        if ((rows & 63) != 0)
        {
            mask[rows >> 6] &= (1UL << (rows & 63)) - 1;
        }
    }
}
