using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Alerting.Windows;

/// <summary>
/// Quantiles of the values in a sliding window: exact below <see cref="ValueSketch.LeastSketched"/> values, within 1 % from there on. Not thread-safe.
/// </summary>
internal sealed class QuantileWindow(long lengthMicros)
{
    private readonly BucketRing _ring = new(lengthMicros);
    private readonly ValueSketch _total = new();
    private ValueSketch?[]? _buckets;

    internal void Add(long time, double value, long now)
    {
        _buckets ??= new ValueSketch?[BucketRing.Count];
        Advance(now);
        if (_ring.SlotOf(time) is >= 0 and var slot)
        {
            ReadOnlySpan<double> values = new(in value);
            (_buckets[slot] ??= new ValueSketch()).Add(values);
            _total.Add(values);
        }
    }

    internal double? Read(double probability, long now)
    {
        if (_total.Count > 0)
        {
            Advance(now);
        }

        return _total.Quantile(probability);
    }

    private void Advance(long now)
    {
        var (first, count) = _ring.Advance(now);
        bool changed = false;
        for (int i = 0; i < count; i++)
        {
            ref ValueSketch? bucket = ref _buckets![(first + i) % BucketRing.Count];
            changed |= bucket is not null;
            bucket = null;
        }

        if (!changed)
        {
            return;
        }

        _total.Clear();
        foreach (ValueSketch? bucket in _buckets!)
        {
            if (bucket is not null)
            {
                _total.Merge(bucket);
            }
        }
    }
}
