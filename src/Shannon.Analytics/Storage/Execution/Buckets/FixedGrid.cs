namespace Shannon.Analytics.Storage.Execution.Buckets;

/// <summary>Buckets of one width on a clock that never changes.</summary>
internal sealed class FixedGrid(long width, long offset) : TimeGrid
{
    internal override (long Start, long End) BucketOf(long time)
    {
        long start = Floor(time + offset, width) - offset;
        return (start, start + width);
    }
}
