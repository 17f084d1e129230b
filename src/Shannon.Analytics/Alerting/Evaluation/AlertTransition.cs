namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>What a step of an <see cref="AlertStateMachine"/> changed.</summary>
internal enum AlertTransition
{
    None,
    BecamePending,
    StoppedPending,
    Fired,
    Resolved,
}
