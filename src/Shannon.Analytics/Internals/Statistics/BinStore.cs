using System.Numerics;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Counts of consecutive bins, at most <see cref="MaxBins"/>: when they would span more, the lowest of them share the lowest bin kept.
/// What is kept depends on what was added, not on its order, so that merging equals adding.
/// </summary>
internal sealed class BinStore
{
    /// <summary>The most bins kept.</summary>
    public const int MaxBins = 2048;

    private const int Slack = 64;

    private long[] _counts = [];

    // The index of _counts[0], and the bins used so far.
    private int _first;
    private int _low;
    private int _high = -1;

    /// <summary>How many values all bins hold.</summary>
    public long Total { get; private set; }

    /// <summary>The bins from the lowest to the highest that hold something; empty when none does.</summary>
    public ReadOnlySpan<long> Counts => _high < _low ? [] : _counts.AsSpan(_low - _first, _high - _low + 1);

    /// <summary>The index of the first of <see cref="Counts"/>.</summary>
    public int Low => _low;

    /// <summary>Forgets all counts and keeps the memory.</summary>
    public void Clear()
    {
        if (_high >= _low)
        {
            _counts.AsSpan(_low - _first, _high - _low + 1).Clear();
        }

        Total = 0;
        _low = 0;
        _high = -1;
    }

    /// <summary>Counts one for each index.</summary>
    public void Add(ReadOnlySpan<int> indexes)
    {
        if (indexes.IsEmpty)
        {
            return;
        }

        (int low, int high) = MinMax(indexes);
        int least = Cover(low, high);
        long[] counts = _counts;
        int first = _first;
        if (low >= least)
        {
            foreach (int index in indexes)
            {
                counts[index - first]++;
            }
        }
        else
        {
            foreach (int index in indexes)
            {
                counts[Math.Max(index, least) - first]++;
            }
        }

        Total += indexes.Length;
    }

    /// <summary>Adds the counts of another store.</summary>
    public void Merge(BinStore other) => Merge(other._low, other.Counts);

    /// <summary>Adds counts of consecutive bins from <paramref name="low"/> on, of which neither the first nor the last is empty.</summary>
    /// <exception cref="OverflowException">More values than a long can count.</exception>
    public void Merge(int low, ReadOnlySpan<long> counts)
    {
        if (counts.IsEmpty)
        {
            return;
        }

        int least = Cover(low, low + counts.Length - 1);
        int collapsed = Math.Clamp(least - low, 0, counts.Length);
        long total = Total;
        foreach (long count in counts[..collapsed])
        {
            total = checked(total + count);
            _counts[least - _first] += count;
        }

        for (int i = collapsed; i < counts.Length; i++)
        {
            total = checked(total + counts[i]);
            _counts[low + i - _first] += counts[i];
        }

        Total = total;
    }

    /// <summary>
    /// Makes room for the bins from <paramref name="low"/> to <paramref name="high"/>, which are about to hold something, and returns the
    /// lowest index kept: what is lower counts there.
    /// </summary>
    private int Cover(int low, int high)
    {
        if (low >= _low && high <= _high)
        {
            return _low;
        }

        bool empty = _high < _low;
        int newHigh = empty ? high : Math.Max(high, _high);
        int newLow = Math.Max(empty ? low : Math.Min(low, _low), newHigh - MaxBins + 1);
        if (_counts.Length == 0 || newLow < _first || newHigh >= _first + _counts.Length)
        {
            Move(newLow - Slack, newHigh - newLow + 1 + (2 * Slack), newLow);
        }
        else if (!empty)
        {
            Collapse(newLow);
        }

        _low = newLow;
        _high = newHigh;
        return newLow;
    }

    private static (int Min, int Max) MinMax(ReadOnlySpan<int> values)
    {
        int min = values[0];
        int max = min;
        int i = 0;
        if (values.Length >= Vector<int>.Count)
        {
            ref int first = ref MemoryMarshal.GetReference(values);
            Vector<int> mins = new(min);
            Vector<int> maxs = mins;
            for (; i <= values.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector<int> v = Vector.LoadUnsafe(ref first, (nuint)i);
                mins = Vector.Min(mins, v);
                maxs = Vector.Max(maxs, v);
            }

            for (int lane = 0; lane < Vector<int>.Count; lane++)
            {
                min = Math.Min(min, mins[lane]);
                max = Math.Max(max, maxs[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            min = Math.Min(min, values[i]);
            max = Math.Max(max, values[i]);
        }

        return (min, max);
    }

    private void Collapse(int least)
    {
        for (int index = _low; index < least && index <= _high; index++)
        {
            ref long count = ref _counts[index - _first];
            _counts[least - _first] += count;
            count = 0;
        }
    }

    private void Move(int first, int length, int least)
    {
        long[] moved = new long[length];
        for (int index = _low; index <= _high; index++)
        {
            moved[Math.Max(index, least) - first] += _counts[index - _first];
        }

        _counts = moved;
        _first = first;
    }
}
