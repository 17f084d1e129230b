namespace Shannon.Analytics.Pipelines;

/// <summary>What a stage has done over all runs. Immutable.</summary>
public sealed record StageStats
{
    /// <summary>What became of the records.</summary>
    public required StageCounts Counts { get; init; }

    /// <summary>How many batches it worked on.</summary>
    public long Batches { get; init; }

    /// <summary>How long it worked altogether, without waiting.</summary>
    public TimeSpan BusyTime { get; init; }

    /// <summary>The median over batches of microseconds per record, within 1 %; <see langword="null"/> before the first.</summary>
    public double? P50Microseconds { get; init; }

    /// <summary>The 95th percentile over batches of microseconds per record, within 1 %; <see langword="null"/> before the first.</summary>
    public double? P95Microseconds { get; init; }

    /// <summary>Records that wait before it now, in the runs of this engine.</summary>
    public long QueueDepth { get; init; }

    /// <summary>The most records that ever waited before it.</summary>
    public long MaxQueueDepth { get; init; }
}
