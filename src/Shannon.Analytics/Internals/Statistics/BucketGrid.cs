namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Half-open buckets of equal width through all of time: <c>[origin + k * width, origin + (k + 1) * width)</c> for every integer k.
/// Times are microseconds, of any sign.
/// </summary>
internal readonly struct BucketGrid
{
    private readonly long _phase;

    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public BucketGrid(long origin, long width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        Width = width;
        _phase = FloorModulo(origin, width);
    }

    public long Width { get; }

    /// <summary>The start of the bucket that holds <paramref name="time"/>; a start before the least long is that.</summary>
    public long StartOf(long time)
    {
        long into = FloorModulo(time, Width) - _phase;
        into += into < 0 ? Width : 0;
        return time < long.MinValue + into ? long.MinValue : time - into;
    }

    /// <summary>The last time in the bucket that holds <paramref name="time"/>, at most the greatest long.</summary>
    public long LastOf(long time)
    {
        long into = FloorModulo(time, Width) - _phase;
        into += into < 0 ? Width : 0;
        long left = Width - 1 - into;
        return time > long.MaxValue - left ? long.MaxValue : time + left;
    }

    private static long FloorModulo(long value, long modulus)
    {
        long rest = value % modulus;
        return rest < 0 ? rest + modulus : rest;
    }
}
