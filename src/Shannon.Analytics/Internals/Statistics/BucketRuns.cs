namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Walks the runs of ascending times that share a bucket; empty buckets are passed over. Each end is found by galloping, so
/// that the cost follows the number of buckets that hold something, not the number of times.
/// </summary>
internal ref struct BucketRuns
{
    private readonly ReadOnlySpan<long> _times;
    private readonly BucketGrid _grid;

    /// <param name="times">Ascending microseconds.</param>
    /// <param name="grid">The buckets.</param>
    public BucketRuns(ReadOnlySpan<long> times, BucketGrid grid)
    {
        _times = times;
        _grid = grid;
    }

    /// <summary>The start of the run's bucket.</summary>
    public long Start { get; private set; }

    /// <summary>The index of the run's first time.</summary>
    public int From { get; private set; }

    /// <summary>The index after the run's last time.</summary>
    public int To { get; private set; }

    /// <summary>Goes to the next run; false after the last.</summary>
    public bool MoveNext()
    {
        if (To == _times.Length)
        {
            return false;
        }

        From = To;
        Start = _grid.StartOf(_times[From]);
        To = SortedTimes.After(_times, From, _grid.LastOf(_times[From]));
        return true;
    }
}
