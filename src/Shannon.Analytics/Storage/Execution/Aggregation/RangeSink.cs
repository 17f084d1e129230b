namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Keeps the values of some ranges, which rise and do not overlap.</summary>
internal sealed class RangeSink : ValueSink, IDisposable
{
    private readonly ulong[] _lows;
    private readonly ulong[] _highs;
    private PooledBuffer<double> _values;
    private int _count;

    internal RangeSink(int groupId, List<ValueRange> ranges)
        : base(groupId)
    {
        _lows = [.. ranges.Select(static range => range.Low)];
        _highs = [.. ranges.Select(static range => range.High)];
        _values.Of((int)ranges.Sum(static range => range.Count));
    }

    /// <summary>All of them in order.</summary>
    internal Span<double> Sorted()
    {
        Span<double> values = _values.Of(_count).AsSpan(0, _count);
        values.Sort();
        return values;
    }

    public void Dispose() => _values.Dispose();

    protected override void Take(ReadOnlySpan<double> values)
    {
        double[] kept = _values.Of(_count);
        foreach (double value in values)
        {
            ulong key = ValueOrder.KeyOf(value);
            int range = Array.BinarySearch(_highs, key);
            range = range < 0 ? ~range : range;
            if (range < _lows.Length && key >= _lows[range])
            {
                kept[_count++] = value + 0.0;
            }
        }
    }
}
