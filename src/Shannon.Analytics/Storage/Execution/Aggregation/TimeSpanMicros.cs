using Shannon.Analytics.Storage.Execution.Buckets;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>From just after one moment to just before another, in microseconds; the default is empty.</summary>
internal readonly record struct TimeSpanMicros(long After, long Before)
{
    /// <summary>True if a bucket lies inside; all of time does only in all of time.</summary>
    internal bool Covers(long bucketStart, TimeGrid? grid) =>
        grid is null
            ? After == long.MinValue && Before == long.MaxValue
            : bucketStart > After && bucketStart < Before && grid.BucketOf(bucketStart).End <= Before;
}
