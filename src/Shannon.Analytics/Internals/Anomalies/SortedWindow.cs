namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>The values of a window in order, for its quantiles and its median absolute deviation.</summary>
internal sealed class SortedWindow
{
    private double[] _values = [];
    private int _count;

    internal int Count => _count;

    internal double Median => Quantile(0.5);

    /// <summary>The median of the distances from <paramref name="center"/>.</summary>
    internal double MedianDistance(double center)
    {
        int split = LowerBound(center);
        int middle = (_count - 1) / 2;
        double low = DistanceAt(center, split, middle);
        return _count % 2 == 1 ? low : (low + DistanceAt(center, split, middle + 1)) / 2;
    }

    /// <summary>The mean of the distances from <paramref name="center"/>.</summary>
    internal double MeanDistance(double center)
    {
        double sum = 0;
        foreach (double value in _values.AsSpan(0, _count))
        {
            sum += Math.Abs(value - center);
        }

        return sum / _count;
    }

    /// <summary>The quantile of a probability by linear interpolation (Hyndman and Fan's type 7); not of an empty window.</summary>
    internal double Quantile(double probability)
    {
        double position = (_count - 1) * probability;
        int rank = (int)position;
        double low = _values[rank];
        return rank + 1 < _count ? low + ((position - rank) * (_values[rank + 1] - low)) : low;
    }

    internal void Fill(ReadOnlySpan<double> values)
    {
        _values = values.ToArray();
        _count = values.Length;
        Array.Sort(_values);
    }

    internal void Add(double value)
    {
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(16, 2 * _count));
        }

        int at = LowerBound(value);
        _values.AsSpan(at, _count - at).CopyTo(_values.AsSpan(at + 1));
        _values[at] = value;
        _count++;
    }

    /// <summary>Removes one such value, which is in the window.</summary>
    internal void Remove(double value)
    {
        int at = LowerBound(value);
        _values.AsSpan(at + 1, _count - at - 1).CopyTo(_values.AsSpan(at));
        _count--;
    }

    private int LowerBound(double value)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_values[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>
    /// The distance of the given rank, zero-based: below <paramref name="split"/> distances grow downwards, from it on upwards, so that it is the
    /// rank-th of two sorted lists, found by halving how many of the ranks come from below.
    /// </summary>
    private double DistanceAt(double center, int split, int rank)
    {
        int taken = rank + 1;
        int low = Math.Max(0, taken - (_count - split));
        int high = Math.Min(taken, split);
        while (low < high)
        {
            int below = (low + high) >>> 1;
            double nextBelow = center - _values[split - 1 - below];
            double lastAbove = _values[split + taken - below - 1] - center;
            if (nextBelow < lastAbove)
            {
                low = below + 1;
            }
            else
            {
                high = below;
            }
        }

        double farthestBelow = low > 0 ? center - _values[split - low] : 0;
        double farthestAbove = taken - low > 0 ? _values[split + taken - low - 1] - center : 0;
        return Math.Max(farthestBelow, farthestAbove);
    }
}
