namespace Shannon.Analytics.Alerting.Actions;

/// <summary>What became of the runs of actions. Thread-safe.</summary>
internal sealed class ActionCounts
{
    private long _run;
    private long _failed;
    private long _timedOut;
    private long _dropped;

    internal long Run => Interlocked.Read(ref _run);

    internal long Failed => Interlocked.Read(ref _failed);

    internal long TimedOut => Interlocked.Read(ref _timedOut);

    internal long Dropped => Interlocked.Read(ref _dropped);

    internal void CountRun() => Interlocked.Increment(ref _run);

    internal void CountFailed() => Interlocked.Increment(ref _failed);

    internal void CountTimedOut() => Interlocked.Increment(ref _timedOut);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);
}
