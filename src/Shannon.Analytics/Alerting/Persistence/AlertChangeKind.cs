namespace Shannon.Analytics.Alerting.Persistence;

/// <summary>What an <see cref="AlertChange"/> did.</summary>
internal enum AlertChangeKind
{
    /// <summary>An alert was made, changed or deleted.</summary>
    Definition,

    /// <summary>An alert is to be acknowledged by whoever evaluates it.</summary>
    Acknowledge,

    /// <summary>An alert is to be resolved by whoever evaluates it.</summary>
    Resolve,

    /// <summary>Silences were added or removed.</summary>
    Silence,
}
