using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Sorts finite values and says where each came from: a radix sort, least significant digit first, over 64-bit keys that order as
/// the doubles do. Digits that all keys share, often half of them, are passed over. Stable. Short spans are sorted by comparison.
/// </summary>
internal static class IndexSort
{
    private const int DigitBits = 11;
    private const int Digits = 6;
    private const int Radix = 1 << DigitBits;
    private const int LeastRadix = 1024;

    /// <summary>Sorts <paramref name="values"/> ascending and writes the former index of each; -0.0 becomes 0.0.</summary>
    public static void Sort(Span<double> values, Span<int> indexes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            indexes[i] = i;
            values[i] += 0.0;
        }

        if (values.Length < LeastRadix)
        {
            values.Sort(indexes[..values.Length]);
            return;
        }

        using Scratch<ulong> keys = new(values.Length);
        using Scratch<ulong> otherKeys = new(values.Length);
        using Scratch<int> otherIndexes = new(values.Length);
        using Scratch<int> counts = new(Digits * Radix);
        counts.Span.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            ulong key = KeyOf(values[i]);
            keys.Span[i] = key;
            for (int digit = 0; digit < Digits; digit++)
            {
                counts.Span[(digit * Radix) + DigitOf(key, digit)]++;
            }
        }

        Span<ulong> sourceKeys = keys.Span;
        Span<ulong> targetKeys = otherKeys.Span;
        Span<int> source = indexes[..values.Length];
        Span<int> target = otherIndexes.Span;
        for (int digit = 0; digit < Digits; digit++)
        {
            Span<int> next = counts.Span.Slice(digit * Radix, Radix);
            if (next[DigitOf(sourceKeys[0], digit)] == values.Length)
            {
                continue;
            }

            ToOffsets(next);
            for (int i = 0; i < sourceKeys.Length; i++)
            {
                int place = next[DigitOf(sourceKeys[i], digit)]++;
                targetKeys[place] = sourceKeys[i];
                target[place] = source[i];
            }

            Span<ulong> swappedKeys = sourceKeys;
            sourceKeys = targetKeys;
            targetKeys = swappedKeys;
            Span<int> swapped = source;
            source = target;
            target = swapped;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ValueOf(sourceKeys[i]);
        }

        source.CopyTo(indexes);
    }

    /// <summary>
    /// Writes the rank of each value, from 1; equal values share the mean of theirs. Returns how many distinct values there are.
    /// </summary>
    public static int Ranks(ReadOnlySpan<double> values, Span<double> ranks)
    {
        using Scratch<double> sorted = new(values.Length);
        using Scratch<int> indexes = new(values.Length);
        values.CopyTo(sorted.Span);
        Sort(sorted.Span, indexes.Span);
        int distinct = 0;
        for (int from = 0; from < values.Length; distinct++)
        {
            int to = from + 1;
            while (to < values.Length && sorted.Span[to] == sorted.Span[from])
            {
                to++;
            }

            double rank = (from + 1L + to) / 2.0;
            for (; from < to; from++)
            {
                ranks[indexes.Span[from]] = rank;
            }
        }

        return distinct;
    }

    private static void ToOffsets(Span<int> counts)
    {
        int total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            int count = counts[i];
            counts[i] = total;
            total += count;
        }
    }

    private static int DigitOf(ulong key, int digit) => (int)(key >> (digit * DigitBits)) & (Radix - 1);

    /// <summary>Negative doubles order backwards by their bits: these are flipped; of the others the sign.</summary>
    private static ulong KeyOf(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    private static double ValueOf(ulong key)
    {
        long bits = (long)key;
        return BitConverter.Int64BitsToDouble(bits ^ (~(bits >> 63) | long.MinValue));
    }
}
