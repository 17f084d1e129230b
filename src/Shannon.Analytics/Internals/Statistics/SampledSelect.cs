using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Shannon.Analytics.Internals.Memory;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Order statistics of long spans in one pass over them: a sample brackets each rank between two values with an error
/// probability of about 1e-7, one pass counts what lies below each bracket and collects what lies within, and only the
/// collected few are selected from (the idea of Floyd and Rivest, 1975, for many ranks). The counts prove the result;
/// where they do not, the caller selects in place.
/// </summary>
internal static class SampledSelect
{
    /// <summary>Shorter spans are quicker split to the end.</summary>
    public const int LeastLength = 1 << 19;

    /// <summary>Half the width of a bracket in standard deviations of the sample's rank.</summary>
    private const double Deviations = 5;

    // A bracket costs a look at every value, collecting a sixteenth of them about as much.
    private const int WorthMerging = 16;

    // Collecting more than this is no faster than selecting in place.
    private const int GreatestShare = 4;

    /// <summary>Values that stay in the first-level cache while each bracket looks at them.</summary>
    private const int ChunkLength = 2048;

    /// <summary>False when the brackets missed or hold too much; <paramref name="source"/> is unchanged in any case.</summary>
    public static bool TrySelect(ReadOnlySpan<double> source, ReadOnlySpan<int> ranks, Span<double> values)
    {
        int capacity = (source.Length / GreatestShare) + ChunkLength;
        double[] collected = Loans.Rent<double>(capacity);
        Bracket[] brackets = Loans.Rent<Bracket>(ranks.Length);
        try
        {
            int count = Sample(source, ranks, collected, brackets);
            if (count == 0)
            {
                return false;
            }

            int length = Collect(source, brackets.AsSpan(0, count), collected.AsSpan(0, capacity));
            return length >= 0 && Finish(collected.AsSpan(0, length), brackets.AsSpan(0, count), ranks, values);
        }
        finally
        {
            Loans.Return(brackets);
            Loans.Return(collected);
        }
    }

    /// <summary>Brackets every rank; brackets that touch become one. Returns how many there are, 0 when they hold too much.</summary>
    private static int Sample(ReadOnlySpan<double> source, ReadOnlySpan<int> ranks, Span<double> scratch, Span<Bracket> brackets)
    {
        int size = SampleSize(source.Length);
        Span<double> sample = scratch[..size];
        double stride = (double)source.Length / size;

        // One value at a pseudo-random place of each stride: cycles in the data must not be in step with the sample.
        uint state = 0x9E3779B9;
        for (int i = 0; i < size; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            sample[i] = source[Math.Min(source.Length - 1, (int)((i + (state * (1.0 / 4294967296.0))) * stride))];
        }

        int[] bounds = Loans.Rent<int>(4 * ranks.Length);
        double[] boundValues = Loans.Rent<double>(2 * ranks.Length);
        Span<int> places = bounds.AsSpan(0, 2 * ranks.Length);
        int count = 0;
        for (int i = 0; i < ranks.Length; i++)
        {
            double share = (ranks[i] + 0.5) / source.Length;
            double margin = (Deviations * Math.Sqrt(size * share * (1 - share))) + 2;
            int low = (int)Math.Floor((share * size) - margin);
            int high = (int)Math.Ceiling((share * size) + margin);
            if (count > 0 && low <= places[(2 * count) - 1] + (size / WorthMerging))
            {
                places[(2 * count) - 1] = high;
            }
            else
            {
                places[2 * count] = low;
                places[(2 * count) + 1] = high;
                count++;
            }
        }

        int bracketed = 0;
        for (int i = 0; i < count; i++)
        {
            bracketed += places[(2 * i) + 1] - places[2 * i];
        }

        Span<int> distinct = bounds.AsSpan(2 * ranks.Length, 2 * ranks.Length);
        int wanted = 0;
        foreach (int place in places[..(2 * count)])
        {
            if (place >= 0 && place < size)
            {
                distinct[wanted++] = place;
            }
        }

        RankSelect.SelectWhole(sample, distinct[..wanted], boundValues.AsSpan(0, wanted));
        int next = 0;
        int disjoint = 0;
        for (int i = 0; i < count; i++)
        {
            double low = places[2 * i] < 0 ? double.NegativeInfinity : boundValues[next++];
            double high = places[(2 * i) + 1] >= size ? double.PositiveInfinity : boundValues[next++];
            if (disjoint > 0 && low <= brackets[disjoint - 1].High)
            {
                brackets[disjoint - 1].High = high;
            }
            else
            {
                brackets[disjoint++] = new Bracket { Low = low, High = high };
            }
        }

        Loans.Return(boundValues);
        Loans.Return(bounds);
        return bracketed > size / GreatestShare ? 0 : disjoint;
    }

    /// <summary>Cheap beside the pass over the whole, and large enough that the brackets hold a few percent.</summary>
    private static int SampleSize(int length) => Math.Clamp(length / 64, 2048, 1 << 16);

    /// <summary>Counts below and within each bracket and collects what lies within; -1 when that is too much.</summary>
    private static int Collect(ReadOnlySpan<double> source, Span<Bracket> brackets, Span<double> collected)
    {
        int length = 0;
        for (int start = 0; start < source.Length; start += ChunkLength)
        {
            ReadOnlySpan<double> chunk = source.Slice(start, Math.Min(ChunkLength, source.Length - start));
            foreach (ref Bracket bracket in brackets)
            {
                if (collected.Length - length < ChunkLength)
                {
                    return -1;
                }

                length += Avx512F.IsSupported
                    ? CollectChunk512(chunk, ref bracket, collected[length..])
                    : CollectChunk(chunk, ref bracket, collected[length..]);
            }
        }

        return length;
    }

    /// <summary>The plain twin and the fallback. Returns how many were collected.</summary>
    private static int CollectChunk(ReadOnlySpan<double> chunk, ref Bracket bracket, Span<double> collected)
    {
        int below = 0;
        int within = 0;
        foreach (double value in chunk)
        {
            collected[within] = value;
            int isBelow = value < bracket.Low ? 1 : 0;
            below += isBelow;
            within += (value <= bracket.High ? 1 : 0) - isBelow;
        }

        bracket.Below += below;
        bracket.Within += within;
        return bracket.Collects ? within : 0;
    }

    private static int CollectChunk512(ReadOnlySpan<double> chunk, ref Bracket bracket, Span<double> collected)
    {
        ref double first = ref MemoryMarshal.GetReference(chunk);
        ref double target = ref MemoryMarshal.GetReference(collected);
        Vector512<double> low = Vector512.Create(bracket.Low);
        Vector512<double> high = Vector512.Create(bracket.High);
        int notBelow = 0;
        int within = 0;
        int i = 0;
        for (; i <= chunk.Length - 8; i += 8)
        {
            Vector512<double> v = Vector512.LoadUnsafe(ref first, (nuint)i);
            Vector512<double> above = Vector512.GreaterThanOrEqual(v, low);
            Vector512<double> inside = above & Vector512.LessThanOrEqual(v, high);

            // Whole vectors may be stored: there is room for the whole chunk.
            Avx512F.Compress(Vector512<double>.Zero, inside, v).StoreUnsafe(ref target, (nuint)within);
            notBelow += BitOperations.PopCount((uint)above.ExtractMostSignificantBits());
            within += BitOperations.PopCount((uint)inside.ExtractMostSignificantBits());
        }

        bracket.Below += i - notBelow;
        bracket.Within += within;
        int collectedNow = bracket.Collects ? within : 0;
        return collectedNow + CollectChunk(chunk[i..], ref bracket, collected[collectedNow..]);
    }

    /// <summary>Selects among the collected; false when a rank lies outside its bracket.</summary>
    private static bool Finish(Span<double> collected, ReadOnlySpan<Bracket> brackets, ReadOnlySpan<int> ranks, Span<double> values)
    {
        int[] rented = Loans.Rent<int>(ranks.Length);
        Span<int> places = rented.AsSpan(0, ranks.Length);
        int wanted = 0;
        int b = 0;
        int before = 0;
        bool proved = true;
        for (int i = 0; i < ranks.Length; i++)
        {
            while (b < brackets.Length && ranks[i] >= brackets[b].Below + brackets[b].Within)
            {
                before += brackets[b].Collects ? brackets[b].Within : 0;
                b++;
            }

            if (b == brackets.Length || ranks[i] < brackets[b].Below)
            {
                proved = false;
                break;
            }

            if (brackets[b].Collects)
            {
                places[wanted++] = ranks[i] - brackets[b].Below + before;
            }
        }

        if (proved)
        {
            RankSelect.SelectWhole(collected, places[..wanted], values);
            Spread(brackets, ranks, values, wanted);
        }

        Loans.Return(rented);
        return proved;
    }

    /// <summary>Moves the selected values, from the last, to their ranks' places between those of one-valued brackets.</summary>
    private static void Spread(ReadOnlySpan<Bracket> brackets, ReadOnlySpan<int> ranks, Span<double> values, int wanted)
    {
        int b = brackets.Length - 1;
        for (int i = ranks.Length - 1; i >= 0; i--)
        {
            while (ranks[i] < brackets[b].Below)
            {
                b--;
            }

            values[i] = brackets[b].Collects ? values[--wanted] : brackets[b].Low;
        }
    }

    /// <summary>Between two values, both included, some ranks are expected.</summary>
    private struct Bracket
    {
        public double Low;
        public double High;
        public int Below;
        public int Within;

        /// <summary>What lies within a bracket of one value need not be collected to be known.</summary>
        public readonly bool Collects => Low < High;
    }
}
