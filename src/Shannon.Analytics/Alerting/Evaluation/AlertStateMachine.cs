namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>
/// Decides when an alert fires and resolves, from nothing but the time and whether its condition holds. It fires once when the condition begins to hold
/// (and has held for as long as asked), never twice within the cool-down, and resolves when the condition ends. Not thread-safe.
/// </summary>
internal sealed class AlertStateMachine(AlertTiming timing)
{
    internal AlertState State { get; private set; }

    /// <summary>Someone has seen that it fires. Ends with the firing.</summary>
    internal bool IsAcknowledged { get; private set; }

    /// <summary>It fires, and nobody has acknowledged that.</summary>
    internal bool IsTriggered => State == AlertState.Firing && !IsAcknowledged;

    /// <summary>Since when the condition has held while pending.</summary>
    internal long PendingSince { get; private set; }

    /// <summary>When it fired last; null if never.</summary>
    internal long? FiredAt { get; private set; }

    /// <summary>How often it has fired.</summary>
    internal long TriggerCount { get; private set; }

    private AlertState AtRest => TriggerCount > 0 ? AlertState.Resolved : AlertState.Ok;

    /// <summary>Takes up a state that was kept.</summary>
    internal void Restore(AlertState state, bool isAcknowledged, long pendingSince, long? firedAt, long triggerCount) =>
        (State, IsAcknowledged, PendingSince, FiredAt, TriggerCount) = (state, isAcknowledged, pendingSince, firedAt, triggerCount);

    /// <summary>Moves on to a time at which the condition holds or does not.</summary>
    internal AlertTransition Step(long now, bool holds)
    {
        switch (State)
        {
            case AlertState.Firing:
                return holds ? AlertTransition.None : Resolve();
            case AlertState.Pending when !holds:
                State = AtRest;
                return AlertTransition.StoppedPending;
            case AlertState.Pending:
                return now - PendingSince >= timing.ForMicros ? TryFire(now) : AlertTransition.None;
            default:
                return holds ? Begin(now) : AlertTransition.None;
        }
    }

    /// <summary>Says that someone has seen it; false if there is nothing to see.</summary>
    internal bool TryAcknowledge()
    {
        bool wasTriggered = IsTriggered;
        IsAcknowledged |= wasTriggered;
        return wasTriggered;
    }

    /// <summary>Ends a firing or pending state by hand; false if there is none.</summary>
    internal bool TryResolve()
    {
        if (State == AlertState.Pending)
        {
            State = AtRest;
            return false;
        }

        return State == AlertState.Firing && Resolve() == AlertTransition.Resolved;
    }

    private AlertTransition Begin(long now)
    {
        if (timing.ForMicros == 0)
        {
            return TryFire(now);
        }

        State = AlertState.Pending;
        PendingSince = now;
        return AlertTransition.BecamePending;
    }

    private AlertTransition TryFire(long now)
    {
        if (FiredAt is { } last && now - last < timing.CooldownMicros)
        {
            return AlertTransition.None;
        }

        State = AlertState.Firing;
        FiredAt = now;
        TriggerCount++;
        return AlertTransition.Fired;
    }

    private AlertTransition Resolve()
    {
        State = AlertState.Resolved;
        IsAcknowledged = false;
        return AlertTransition.Resolved;
    }
}
