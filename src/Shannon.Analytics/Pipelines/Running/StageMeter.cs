namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Counts and times one stage of one run. Thread-safe.</summary>
internal sealed class StageMeter(StageDefinition definition)
{
    private readonly Lock _lock = new();
    private readonly StageTally _untold = new();
    private BatchCounts _total;
    private long _waiting;

    internal StageDefinition Definition => definition;

    /// <summary>Records that wait before the stage now.</summary>
    internal long Waiting => Interlocked.Read(ref _waiting);

    internal StageCounts Total
    {
        get
        {
            lock (_lock)
            {
                return _total.Of(definition);
            }
        }
    }

    internal void Queued(int records)
    {
        long waiting = Interlocked.Add(ref _waiting, records);
        lock (_lock)
        {
            _untold.MaxQueueDepth = Math.Max(_untold.MaxQueueDepth, waiting);
        }
    }

    internal void Taken(int records) => Interlocked.Add(ref _waiting, -records);

    internal void Add(in BatchCounts counts)
    {
        lock (_lock)
        {
            _total.Add(counts);
            _untold.Counts.Add(counts);
        }
    }

    internal void AddTime(long records, TimeSpan time)
    {
        lock (_lock)
        {
            _untold.AddTime(records, time.TotalMicroseconds);
        }
    }

    /// <summary>Adds what happened since the last call.</summary>
    internal void TakeTo(StageTally tally)
    {
        lock (_lock)
        {
            tally.Merge(_untold);
            _untold.Clear();
        }
    }
}
