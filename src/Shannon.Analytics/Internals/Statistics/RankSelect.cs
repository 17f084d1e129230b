using System.Numerics;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// The values that sorting would put at given ranks, by introselect: quickselect (Hoare's Find) for several ranks at once
/// with pivots from samples near the wanted ranks (after Floyd and Rivest), which falls back to sorting when pivots turn
/// out bad. Expected linear, at worst n log n. Long spans are first narrowed by <see cref="SampledSelect"/>.
/// </summary>
internal static class RankSelect
{
    private const int SmallSample = 16;
    private const int LargeSample = 32;
    private const int LargeSampleFrom = 2048;

    /// <summary>Longer spans are partitioned in place: their spare would be too much memory.</summary>
    private const int GreatestBuffered = 1 << 20;

    /// <summary>
    /// Writes the value of each rank. Ranks ascend strictly and lie within <paramref name="scratch"/>, whose content is undefined afterwards.
    /// </summary>
    public static void Select(Span<double> scratch, ReadOnlySpan<int> ranks, Span<double> values)
    {
        if (scratch.Length < SampledSelect.LeastLength || !SampledSelect.TrySelect(scratch, ranks, values))
        {
            SelectWhole(scratch, ranks, values);
        }
    }

    /// <summary>As <see cref="Select"/>, without narrowing.</summary>
    internal static void SelectWhole(Span<double> scratch, ReadOnlySpan<int> ranks, Span<double> values)
    {
        int rounds = (2 * BitOperations.Log2((uint)scratch.Length | 1)) + 4;
        if (scratch.Length > GreatestBuffered)
        {
            SelectInPlace(scratch, ranks, values, 0, rounds);
            return;
        }

        using Scratch<double> spare = new(scratch.Length);
        SelectBuffered(scratch, spare.Span, ranks, values, 0, rounds);
    }

    /// <summary>
    /// Splits between the span and a spare as long: each part has its own half of the other as its spare, so that nothing is copied back.
    /// <paramref name="origin"/> is the rank of the first value.
    /// </summary>
    private static void SelectBuffered(Span<double> span, Span<double> spare, ReadOnlySpan<int> ranks, Span<double> values, int origin, int rounds)
    {
        while (!ranks.IsEmpty)
        {
            if (span.Length <= SmallSort.MaxLength || rounds-- == 0)
            {
                SelectSorted(span, ranks, values, origin);
                return;
            }

            double pivot = ChoosePivot(span, ranks[ranks.Length / 2] - origin);
            int below = SplitKernel.Split(span, spare, pivot);
            if (below == 0)
            {
                // The pivot is the least value, often one of many equals; all went to the spare.
                Span<double> moved = spare;
                spare = span;
                span = moved;
                below = SplitKernel.Split(span, spare, Math.BitIncrement(pivot));
                int equal = RanksBelow(ranks, origin + below);
                values[..equal].Fill(pivot);
                ranks = ranks[equal..];
                values = values[equal..];
            }
            else
            {
                int left = RanksBelow(ranks, origin + below);
                SelectBuffered(span[..below], spare[(span.Length - below)..], ranks[..left], values, origin, rounds);
                ranks = ranks[left..];
                values = values[left..];
            }

            Span<double> above = spare[..(span.Length - below)];
            spare = span[below..];
            span = above;
            origin += below;
        }
    }

    private static void SelectInPlace(Span<double> span, ReadOnlySpan<int> ranks, Span<double> values, int origin, int rounds)
    {
        while (!ranks.IsEmpty)
        {
            if (span.Length <= SmallSort.MaxLength || rounds-- == 0)
            {
                SelectSorted(span, ranks, values, origin);
                return;
            }

            double pivot = ChoosePivot(span, ranks[ranks.Length / 2] - origin);
            int below = PartitionKernel.Partition(span, pivot);
            if (below == 0)
            {
                below = PartitionKernel.Partition(span, Math.BitIncrement(pivot));
                int equal = RanksBelow(ranks, origin + below);
                values[..equal].Fill(pivot);
                ranks = ranks[equal..];
                values = values[equal..];
            }
            else
            {
                int left = RanksBelow(ranks, origin + below);
                SelectInPlace(span[..below], ranks[..left], values, origin, rounds);
                ranks = ranks[left..];
                values = values[left..];
            }

            span = span[below..];
            origin += below;
        }
    }

    private static void SelectSorted(Span<double> span, ReadOnlySpan<int> ranks, Span<double> values, int origin)
    {
        if (span.Length <= SmallSort.MaxLength)
        {
            SmallSort.Sort(span);
        }
        else
        {
            span.Sort();
        }

        for (int i = 0; i < ranks.Length; i++)
        {
            values[i] = span[ranks[i] - origin];
        }
    }

    /// <summary>A sampled value a little to the far side of the wanted rank, so that the rank falls into the smaller part.</summary>
    private static double ChoosePivot(ReadOnlySpan<double> span, int rank)
    {
        Span<double> sample = stackalloc double[LargeSample];
        sample = sample[..(span.Length < LargeSampleFrom ? SmallSample : LargeSample)];
        int stride = span.Length / sample.Length;
        int at = stride / 2;
        for (int i = 0; i < sample.Length; i++, at += stride)
        {
            sample[i] = span[at];
        }

        SmallSort.Sort(sample);
        int expected = (int)((long)rank * sample.Length / span.Length);
        int margin = sample.Length / 16;
        int index = expected < sample.Length / 2 ? expected + margin + 1 : expected - margin;
        return sample[Math.Clamp(index, 0, sample.Length - 1)];
    }

    private static int RanksBelow(ReadOnlySpan<int> ranks, int limit)
    {
        int count = 0;
        while (count < ranks.Length && ranks[count] < limit)
        {
            count++;
        }

        return count;
    }
}
