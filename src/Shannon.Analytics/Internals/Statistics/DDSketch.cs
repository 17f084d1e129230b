using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// DDSketch (Masson, Rim and Lee, VLDB 2019): counts of values in bins whose width grows with the value, so that every quantile is
/// known to a relative error of 1 %. Positive and negative magnitudes have a store each (<see cref="BinStore"/>, bins by
/// <see cref="LogarithmMapping"/>); zero and denormals are counted apart, as zero. Count, least and greatest value are exact.
/// </summary>
/// <remarks>
/// A store keeps 2,048 bins, 17 decades of magnitude. When values of one sign span more, the smallest magnitudes share a bin and
/// are overestimated, while the larger keep their accuracy. Merging two sketches equals sketching both inputs. Not thread-safe.
/// </remarks>
internal sealed class DDSketch
{
    private const int ChunkLength = 256;

    private readonly BinStore _positive = new();
    private readonly BinStore _negative = new();
    private long _zeros;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    /// <summary>How many values were added.</summary>
    public long Count => _negative.Total + _zeros + _positive.Total;

    /// <summary>The least value; null when empty.</summary>
    public double? Min => Count == 0 ? null : _min;

    /// <summary>The greatest value; null when empty.</summary>
    public double? Max => Count == 0 ? null : _max;

    /// <summary>Forgets all values and keeps the memory.</summary>
    public void Clear()
    {
        _positive.Clear();
        _negative.Clear();
        _zeros = 0;
        _min = double.PositiveInfinity;
        _max = double.NegativeInfinity;
    }

    /// <summary>Adds finite values.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        Span<int> indexes = stackalloc int[ChunkLength];
        for (; !values.IsEmpty; values = values[Math.Min(ChunkLength, values.Length)..])
        {
            ReadOnlySpan<double> chunk = values[..Math.Min(ChunkLength, values.Length)];
            (double min, double max) = MinMax(chunk);
            _min = Math.Min(_min, min);
            _max = Math.Max(_max, max);
            if (min >= LogarithmMapping.LeastMagnitude)
            {
                LogarithmMapping.IndexesOf(chunk, indexes);
                _positive.Add(indexes[..chunk.Length]);
            }
            else
            {
                AddMixed(chunk, indexes);
            }
        }
    }

    /// <summary>Adds what another sketch has seen.</summary>
    public void Merge(DDSketch other)
    {
        _positive.Merge(other._positive);
        _negative.Merge(other._negative);
        _zeros = checked(_zeros + other._zeros);
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
    }

    /// <summary>
    /// The quantile of a probability from 0 to 1, interpolated between the estimates of its two order statistics as in
    /// <see cref="Quantiles"/>: each estimate is within 1 % of its order statistic. Null when empty; the extremes are exact.
    /// </summary>
    public double? Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile's probability must be from 0 to 1; divide a percentile by 100.");
        }

        long count = Count;
        if (count == 0)
        {
            return null;
        }

        double h = (count - 1) * probability;
        long rank = Math.Min((long)h, count - 1);
        double low = ValueAt(rank, out long last);
        bool same = h == rank || (rank < last && rank + 1 < count - 1);
        return same ? low : Quantiles.Interpolate(low, ValueAt(Math.Min(rank + 1, count - 1), out _), h - rank);
    }

    /// <summary>
    /// Writes everything but the extremes, which are stored with the moments of the same values and are handed back to <see cref="MergeFrom"/>.
    /// </summary>
    public void WriteTo(ByteWriter w)
    {
        w.WriteVarUInt((ulong)_zeros);
        BinCodec.Write(_positive, w);
        BinCodec.Write(_negative, w);
    }

    /// <summary>Adds what <see cref="WriteTo"/> wrote, bin by bin.</summary>
    /// <exception cref="CodecException">The bytes are truncated or corrupt; the sketch is then of no use.</exception>
    public void MergeFrom(ref ByteReader r, double min, double max)
    {
        ulong zeros = r.ReadVarUInt();
        if (zeros > BinCodec.GreatestCount)
        {
            throw new CodecException("A sketch counts more zeros than can be.");
        }

        BinCodec.Merge(ref r, _positive);
        BinCodec.Merge(ref r, _negative);
        _zeros = checked(_zeros + (long)zeros);
        _min = Math.Min(_min, min);
        _max = Math.Max(_max, max);
    }

    /// <summary>The estimate of the value that sorting would put at <paramref name="rank"/>, and the last rank in the same bin.</summary>
    private double ValueAt(long rank, out long last)
    {
        last = rank;
        if (rank == 0)
        {
            return _min;
        }

        if (rank == Count - 1)
        {
            return _max;
        }

        // Ascending: negative values from the greatest magnitude down, zeros, positive values.
        long negatives = _negative.Total;
        if (rank < negatives)
        {
            int index = IndexAt(_negative, negatives - 1 - rank, out long before, out _);
            last = negatives - 1 - before;
            return Math.Clamp(-LogarithmMapping.ValueOf(index), _min, _max);
        }

        if (rank < negatives + _zeros)
        {
            last = negatives + _zeros - 1;
            return Math.Clamp(0, _min, _max);
        }

        int positive = IndexAt(_positive, rank - negatives - _zeros, out _, out long after);
        last = negatives + _zeros + after - 1;
        return Math.Clamp(LogarithmMapping.ValueOf(positive), _min, _max);
    }

    /// <summary>The bin of a rank within a store, and how many values lie in the bins before it and up to its end.</summary>
    private static int IndexAt(BinStore store, long rank, out long before, out long after)
    {
        ReadOnlySpan<long> counts = store.Counts;
        int i = 0;
        before = 0;
        after = counts[0];
        while (after <= rank)
        {
            before = after;
            after += counts[++i];
        }

        return store.Low + i;
    }

    /// <summary>Sorts a chunk out by sign.</summary>
    private void AddMixed(ReadOnlySpan<double> chunk, Span<int> indexes)
    {
        Span<double> positive = stackalloc double[ChunkLength];
        Span<double> negative = stackalloc double[ChunkLength];
        int positives = 0;
        int negatives = 0;
        foreach (double value in chunk)
        {
            positive[positives] = value;
            negative[negatives] = value;
            positives += value >= LogarithmMapping.LeastMagnitude ? 1 : 0;
            negatives += value <= -LogarithmMapping.LeastMagnitude ? 1 : 0;
        }

        _zeros += chunk.Length - positives - negatives;
        LogarithmMapping.IndexesOf(positive[..positives], indexes);
        _positive.Add(indexes[..positives]);
        LogarithmMapping.IndexesOf(negative[..negatives], indexes);
        _negative.Add(indexes[..negatives]);
    }

    private static (double Min, double Max) MinMax(ReadOnlySpan<double> values)
    {
        double min = values[0];
        double max = min;
        int i = 0;
        if (Vector256.IsHardwareAccelerated && values.Length >= Vector256<double>.Count)
        {
            ref double first = ref MemoryMarshal.GetReference(values);
            Vector256<double> mins = Vector256.Create(min);
            Vector256<double> maxs = mins;
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Vector256<double> v = Vector256.LoadUnsafe(ref first, (nuint)i);
                mins = Vector256.MinNative(mins, v);
                maxs = Vector256.MaxNative(maxs, v);
            }

            min = Math.Min(Math.Min(mins[0], mins[1]), Math.Min(mins[2], mins[3]));
            max = Math.Max(Math.Max(maxs[0], maxs[1]), Math.Max(maxs[2], maxs[3]));
        }

        for (; i < values.Length; i++)
        {
            min = Math.Min(min, values[i]);
            max = Math.Max(max, values[i]);
        }

        return (min + 0.0, max + 0.0);
    }
}
