namespace Shannon.Analytics.Alerting.Windows;

/// <summary>
/// Cuts the time that slides over a window into consecutive buckets and says which are over. Reaches back no farther than the window: the oldest
/// sixtieth leaves as a whole. Times never go back beyond what was expired. Not thread-safe.
/// </summary>
internal sealed class BucketRing(long lengthMicros)
{
    /// <summary>Into how many buckets a window is cut.</summary>
    internal const int Count = 60;

    private readonly long _width = Math.Max(1, lengthMicros / Count);
    private long _newest = long.MinValue;

    /// <summary>Moves on to a time.</summary>
    /// <param name="now">The time; an earlier one than before changes nothing.</param>
    /// <returns>The slot of the first bucket to be emptied for reuse, and how many follow each other; none if zero.</returns>
    internal (int First, int Count) Advance(long now)
    {
        long bucket = now / _width;
        if (bucket <= _newest)
        {
            return (0, 0);
        }

        long steps = _newest == long.MinValue ? Count : Math.Min(Count, bucket - _newest);
        _newest = bucket;
        return (SlotOfBucket(bucket - steps + 1), (int)steps);
    }

    /// <summary>The slot of a time not after the one last advanced to; -1 if it lies before the window.</summary>
    internal int SlotOf(long time)
    {
        long bucket = time / _width;
        return bucket <= _newest - Count ? -1 : SlotOfBucket(Math.Min(bucket, _newest));
    }

    private static int SlotOfBucket(long bucket) => (int)((bucket % Count + Count) % Count);
}
