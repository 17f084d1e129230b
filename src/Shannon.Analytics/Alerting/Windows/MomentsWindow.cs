using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Alerting.Windows;

/// <summary>
/// The moments of the values in a sliding window. What leaves it is not subtracted, which would leave rounding behind: the buckets that stay are
/// merged anew, at most once a bucket. Not thread-safe.
/// </summary>
internal sealed class MomentsWindow(long lengthMicros)
{
    private readonly BucketRing _ring = new(lengthMicros);
    private MomentsAccumulator[]? _buckets;
    private MomentsAccumulator _total;

    internal void Add(long time, double value, long now)
    {
        _buckets ??= new MomentsAccumulator[BucketRing.Count];
        Advance(now);
        if (_ring.SlotOf(time) is >= 0 and var slot)
        {
            _buckets[slot].Add(value);
            _total.Add(value);
        }
    }

    internal MomentsAccumulator Read(long now)
    {
        if (_total.Count > 0)
        {
            Advance(now);
        }

        return _total;
    }

    private void Advance(long now)
    {
        var (first, count) = _ring.Advance(now);
        bool changed = false;
        for (int i = 0; i < count; i++)
        {
            ref MomentsAccumulator bucket = ref _buckets![(first + i) % BucketRing.Count];
            changed |= bucket.Count > 0;
            bucket = default;
        }

        if (!changed)
        {
            return;
        }

        _total = default;
        foreach (ref MomentsAccumulator bucket in _buckets.AsSpan())
        {
            _total.Merge(bucket);
        }
    }
}
