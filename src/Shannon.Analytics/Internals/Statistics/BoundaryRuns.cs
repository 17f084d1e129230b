namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// As <see cref="BucketRuns"/> for buckets of unequal width, such as days or months of a time zone:
/// bucket i is <c>[boundaries[i], boundaries[i + 1])</c>. Times outside the boundaries are passed over.
/// </summary>
internal ref struct BoundaryRuns
{
    private readonly ReadOnlySpan<long> _times;
    private readonly ReadOnlySpan<long> _boundaries;

    /// <param name="times">Ascending microseconds.</param>
    /// <param name="boundaries">Strictly ascending; one more than there are buckets.</param>
    public BoundaryRuns(ReadOnlySpan<long> times, ReadOnlySpan<long> boundaries)
    {
        _times = times;
        _boundaries = boundaries;
        To = boundaries.IsEmpty ? times.Length : SortedTimes.From(times, 0, boundaries[0]);
    }

    /// <summary>Which bucket the run is.</summary>
    public int Bucket { get; private set; }

    /// <summary>The index of the run's first time.</summary>
    public int From { get; private set; }

    /// <summary>The index after the run's last time.</summary>
    public int To { get; private set; }

    /// <summary>Goes to the next run; false after the last.</summary>
    public bool MoveNext()
    {
        if (To == _times.Length || _times[To] >= _boundaries[^1])
        {
            return false;
        }

        From = To;
        Bucket = SortedTimes.After(_boundaries, Bucket, _times[From]) - 1;
        To = SortedTimes.From(_times, From, _boundaries[Bucket + 1]);
        return true;
    }
}
