namespace Shannon.Analytics.Alerting.Windows;

/// <summary>Counts what happened in a sliding window, in constant time and memory. Not thread-safe.</summary>
internal sealed class CountWindow(long lengthMicros)
{
    private readonly BucketRing _ring = new(lengthMicros);
    private int[]? _buckets;
    private long _total;

    internal void Add(long time, long now)
    {
        _buckets ??= new int[BucketRing.Count];
        Advance(now);
        if (_ring.SlotOf(time) is >= 0 and var slot)
        {
            _buckets[slot]++;
            _total++;
        }
    }

    internal long Read(long now)
    {
        if (_total > 0)
        {
            Advance(now);
        }

        return _total;
    }

    internal void Clear()
    {
        _buckets?.AsSpan().Clear();
        _total = 0;
    }

    private void Advance(long now)
    {
        var (first, count) = _ring.Advance(now);
        for (int i = 0; i < count; i++)
        {
            ref int bucket = ref _buckets![(first + i) % BucketRing.Count];
            _total -= bucket;
            bucket = 0;
        }
    }
}
