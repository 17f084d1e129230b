namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>The rules that a record concerns. Filled anew for each record; not thread-safe.</summary>
internal sealed class MetRules
{
    private static long _lastVisit;

    /// <summary>Tells the record from all others, so that what is found on two ways is met once.</summary>
    internal long Visit { get; private set; }

    /// <summary>Those that have to look at the record themselves.</summary>
    internal List<AlertRule> Asked { get; } = [];

    /// <summary>Those with a <see cref="ValueLimit"/> that the record's value was found to be beyond.</summary>
    internal List<AlertRule> Beyond { get; } = [];

    /// <summary>Whether the record was compared with any rule's limit, whatever came of it.</summary>
    internal bool WasCompared { get; set; }

    internal bool IsAny => WasCompared || Asked.Count > 0;

    internal void Begin()
    {
        Visit = Interlocked.Increment(ref _lastVisit);
        Asked.Clear();
        Beyond.Clear();
        WasCompared = false;
    }
}
