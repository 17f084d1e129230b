namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Counts the values of a range in bins of equal width, so that a range with too many values falls into smaller ones.</summary>
internal sealed class HistogramSink(int groupId, ValueRange range) : ValueSink(groupId)
{
    private const int Bins = 1 << 16;

    private readonly ulong _width = ((range.High - range.Low) / Bins) + 1;
    private readonly long[] _counts = new long[Bins];

    /// <summary>The bins that hold something.</summary>
    internal List<ValueRange> Ranges()
    {
        var ranges = new List<ValueRange>();
        long below = range.Below;
        for (int bin = 0; bin < Bins; bin++)
        {
            if (_counts[bin] > 0)
            {
                ulong low = range.Low + ((ulong)bin * _width);
                ranges.Add(new ValueRange(low, range.High - low < _width ? range.High : low + _width - 1, _counts[bin], below));
                below += _counts[bin];
            }
        }

        return ranges;
    }

    protected override void Take(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            ulong key = ValueOrder.KeyOf(value);
            if (key >= range.Low && key <= range.High)
            {
                _counts[(key - range.Low) / _width]++;
            }
        }
    }
}
