using System.Buffers;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Quantiles by linear interpolation between order statistics: Hyndman and Fan's type 7 (R's default, NumPy's "linear",
/// Excel's PERCENTILE.INC). With <c>h = (n - 1) p</c> it is <c>x[⌊h⌋] + (h - ⌊h⌋)(x[⌊h⌋+1] - x[⌊h⌋])</c> of the sorted values.
/// </summary>
internal static class Quantiles
{
    private const int StackRanks = 64;

    /// <summary>
    /// Writes the quantile of each of <paramref name="probabilities"/> (0 to 1, in any order) to <paramref name="results"/>.
    /// The same numbers as after sorting, without sorting. Values must be finite and are left in another order.
    /// </summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A probability is not in 0 to 1.</exception>
    public static void Compute(Span<double> scratch, ReadOnlySpan<double> probabilities, Span<double> results)
    {
        if (scratch.IsEmpty)
        {
            throw new ArgumentException("There is no quantile of no values; check for an empty group first.", nameof(scratch));
        }

        int capacity = 2 * probabilities.Length;
        if (capacity <= StackRanks)
        {
            Compute(scratch, probabilities, results, stackalloc int[capacity], stackalloc double[capacity]);
            return;
        }

        int[] ranks = ArrayPool<int>.Shared.Rent(capacity);
        double[] values = ArrayPool<double>.Shared.Rent(capacity);
        Compute(scratch, probabilities, results, ranks, values);
        ArrayPool<int>.Shared.Return(ranks);
        ArrayPool<double>.Shared.Return(values);
    }

    /// <summary>The quantile of one probability; see the other overload.</summary>
    public static double Compute(Span<double> scratch, double probability)
    {
        double result = 0;
        Compute(scratch, new ReadOnlySpan<double>(in probability), new Span<double>(ref result));
        return result;
    }

    /// <summary>The quantile of values already sorted ascending; not empty.</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        (int rank, double fraction) = Position(probability, sorted.Length);
        return Interpolate(sorted[rank], sorted[Math.Min(rank + 1, sorted.Length - 1)], fraction);
    }

    /// <summary>The point at <paramref name="fraction"/> of the way from <paramref name="low"/> to <paramref name="high"/>, never beyond either.</summary>
    internal static double Interpolate(double low, double high, double fraction)
    {
        double step = high - low;
        double value = double.IsFinite(step) ? low + (fraction * step) : (low * (1 - fraction)) + (high * fraction);

        // Adding zero turns -0.0 into 0.0.
        return Math.Clamp(value, low, high) + 0.0;
    }

    /// <summary>The rank below the quantile and how far it lies towards the next.</summary>
    internal static (int Rank, double Fraction) Position(double probability, int count)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile's probability must be from 0 to 1; divide a percentile by 100.");
        }

        double h = (count - 1) * probability;
        int rank = (int)h;
        return (rank, h - rank);
    }

    private static void Compute(Span<double> scratch, ReadOnlySpan<double> probabilities, Span<double> results, Span<int> ranks, Span<double> values)
    {
        int last = scratch.Length - 1;
        for (int i = 0; i < probabilities.Length; i++)
        {
            int rank = Position(probabilities[i], scratch.Length).Rank;
            ranks[2 * i] = rank;
            ranks[(2 * i) + 1] = Math.Min(rank + 1, last);
        }

        int count = SortDistinct(ranks[..(2 * probabilities.Length)]);
        ranks = ranks[..count];
        RankSelect.Select(scratch, ranks, values[..count]);
        for (int i = 0; i < probabilities.Length; i++)
        {
            (int rank, double fraction) = Position(probabilities[i], scratch.Length);
            int at = ranks.BinarySearch(rank);
            results[i] = Interpolate(values[at], values[Math.Min(at + 1, count - 1)], fraction);
        }
    }

    /// <summary>Insertion sort: ranks are few and mostly in order. Returns how many distinct ones lead the span.</summary>
    private static int SortDistinct(Span<int> ranks)
    {
        int count = 0;
        foreach (int rank in ranks)
        {
            int at = count;
            while (at > 0 && ranks[at - 1] > rank)
            {
                at--;
            }

            if (at > 0 && ranks[at - 1] == rank)
            {
                continue;
            }

            ranks[at..count].CopyTo(ranks[(at + 1)..]);
            ranks[at] = rank;
            count++;
        }

        return count;
    }
}
