using Shannon.Analytics.Alerting.Evaluation.Inputs;
using Shannon.Analytics.Realtime.Windows;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>One group of an alert: what it has seen, and where it stands. Not thread-safe.</summary>
internal sealed class AlertInstance
{
    private readonly AlertRule _rule;
    private readonly InputSet _inputs;
    private readonly AnomalyInput[] _anomalies;
    private readonly OccurrenceTrack _track;
    private readonly OccurrenceTrack? _relaxed;
    private readonly long _began;
    private bool? _cleared;
    private LimitLane? _lane;
    private long _takenBefore;
    private double? _lastValue;

    internal AlertInstance(AlertRule rule, string key, string[] values, InputSet inputs, long now)
    {
        _rule = rule;
        Key = key;
        Values = values;
        _inputs = inputs;
        _anomalies = [.. inputs.Inputs.OfType<AnomalyInput>()];
        _track = NewTrack(rule.Condition);
        _relaxed = rule.Relaxed is { } relaxed ? NewTrack(relaxed) : null;
        Machine = new(rule.Timing);
        Gate = new(rule.Alert.Definition.ThrottlePromptsPerMinute);
        LastRecordAt = _began = now;
    }

    /// <summary>What tells the group from others.</summary>
    internal string Key { get; }

    /// <summary>The values of the keys that the alert is grouped by.</summary>
    internal IReadOnlyList<string> Values { get; }

    internal AlertStateMachine Machine { get; }

    /// <summary>Slows prompts down while it fires.</summary>
    internal PromptGate Gate { get; }

    /// <summary>When a record was last taken in; the start before the first.</summary>
    internal long LastRecordAt { get; private set; }

    /// <summary>The number that the condition is about, when it was last known.</summary>
    internal double? LastValue
    {
        get => _lane is { LastValue: { } value } lane && lane.Taken > _takenBefore && lane.TakenAt >= _began ? value : _lastValue;
        set => _lastValue = value;
    }

    internal DateTimeOffset? LastTriggeredAt { get; set; }

    internal DateTimeOffset? LastResolvedAt { get; set; }

    internal DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>Whether those outside were last told that it fires.</summary>
    internal bool IsToldFiring { get; set; }

    /// <summary>What those outside are still to be told; null if they know.</summary>
    internal AlertEventKind? Untold => (Machine.State == AlertState.Firing, IsToldFiring) switch
    {
        (true, false) when !Machine.IsAcknowledged => AlertEventKind.Fired,
        (false, true) => AlertEventKind.Resolved,
        _ => null,
    };

    /// <summary>Someone resolved the alert then: what was recorded before does not count again.</summary>
    internal long EmptiedAt { get; set; } = long.MinValue;

    internal long CurrentCount(long now) => _track.Count(now);

    /// <summary>Takes a record in.</summary>
    /// <param name="record">The record.</param>
    /// <param name="time">When it happened, not after <paramref name="now"/>.</param>
    /// <param name="now">The present.</param>
    /// <param name="seenBy">What has seen it already, as before a restart. What detectors saw, they remember with its occurrence.</param>
    internal void Take(MetricRecord record, long time, long now, SeenBy seenBy = SeenBy.Nothing)
    {
        _inputs.Now = now;
        foreach (AnomalyInput anomaly in _anomalies)
        {
            anomaly.Rest();
        }

        // One that lacks the measurement says nothing: what came before it is not looked at again.
        bool isRead = false;
        foreach (ConditionInput input in _inputs.Inputs)
        {
            isRead |= seenBy != (input is AnomalyInput ? SeenBy.Detectors : SeenBy.Windows) && input.Take(record, time, now);
        }

        LastRecordAt = Math.Max(LastRecordAt, time);
        if (isRead && time > now - _rule.WindowMicros && !(seenBy == SeenBy.Detectors && HasDetectors))
        {
            See(time);
        }
    }

    /// <summary>From now on the values come from a lane of rules, which only tells of occurrences.</summary>
    internal void ReadValuesFrom(LimitLane lane) => (_lastValue, _lane, _takenBefore) = (LastValue, lane, lane.Taken);

    /// <summary>Counts a record that was found to be beyond the rule's limit.</summary>
    internal void Count(long time, long now)
    {
        if (time > EmptiedAt)
        {
            _track.Add(time, now);
        }
    }

    /// <summary>Asks the detectors whether data is missing by now, which counts as an occurrence.</summary>
    internal void LookForMissing(long now, long wallNow)
    {
        bool found = false;
        foreach (AnomalyInput anomaly in _anomalies)
        {
            found |= anomaly.IsMissing(wallNow);
        }

        if (found)
        {
            _inputs.Now = now;
            See(now);
        }
    }

    /// <summary>Moves the state on.</summary>
    internal AlertTransition Step(long now)
    {
        _inputs.Now = now;
        if (_rule.Condition.HasLevel)
        {
            Show();
        }

        bool? met = _track.IsMet(_inputs, _rule.Alert.Definition.Threshold);
        if (met is null && _rule.Forecasts.Count == 0 && LastRecordAt <= now - _rule.WindowMicros)
        {
            return StepWithoutData(now);
        }

        AlertTransition transition = Machine.Step(now, met == true || (Machine.State == AlertState.Firing && IsHeld()));
        if (transition == AlertTransition.Fired)
        {
            // What was true before it fired clears nothing.
            _cleared = null;
        }

        return transition;
    }

    /// <summary>Stands where another one for the same group stands, and goes on with its detectors; what the windows have seen stays its own.</summary>
    internal void GoOnFrom(AlertInstance before, long now)
    {
        Machine.Restore(before.Machine.State, before.Machine.IsAcknowledged, before.Machine.PendingSince, before.Machine.FiredAt, before.Machine.TriggerCount);
        (LastTriggeredAt, LastResolvedAt, AcknowledgedAt, IsToldFiring) = (before.LastTriggeredAt, before.LastResolvedAt, before.AcknowledgedAt, before.IsToldFiring);
        if (before.EmptiedAt > EmptiedAt)
        {
            Empty(before.EmptiedAt);
        }

        if (!HasDetectors)
        {
            return;
        }

        bool goOn = false;
        foreach (AnomalyInput anomaly in _anomalies)
        {
            goOn |= anomaly.TryGoOnFrom(before._anomalies);
        }

        _track.Clear();
        foreach (long time in goOn ? before.Occurrences(now) : [])
        {
            Recall(time, now);
        }
    }

    /// <summary>Forgets what was counted, so that the alert has to gather anew.</summary>
    internal void Empty(long now)
    {
        _track.Clear();
        _relaxed?.Clear();
        EmptiedAt = now;
    }

    /// <summary>Whether detectors take part, whose alarms cannot be found again from the stored records.</summary>
    internal bool HasDetectors => _anomalies.Length > 0;

    /// <summary>The occurrences that are counted exactly.</summary>
    internal IEnumerable<long> Occurrences(long now) => _track.Times(now);

    /// <summary>Counts an occurrence of before a restart.</summary>
    internal void Recall(long time, long now) => _track.Add(time, now);

    /// <summary>What the detectors have learned.</summary>
    internal IReadOnlyList<string> SaveDetectors() => [.. _anomalies.Select(anomaly => anomaly.Save())];

    /// <summary>Takes up what the detectors had learned; a list that does not fit is ignored.</summary>
    internal void LoadDetectors(IReadOnlyList<string> saved)
    {
        for (int i = 0; i < _anomalies.Length && saved.Count == _anomalies.Length; i++)
        {
            _anomalies[i].Load(saved[i]);
        }
    }

    private void See(long time)
    {
        _inputs.IsAtRecord = true;
        if (time > EmptiedAt)
        {
            _track.See(_inputs, time);
            _relaxed?.See(_inputs, time);
        }

        Show();
        _cleared = _rule.Clear?.Invoke(_inputs);
        _inputs.IsAtRecord = false;
    }

    private void Show()
    {
        if (_rule.Subject(_inputs) is var value && !double.IsNaN(value))
        {
            LastValue = value;
        }
    }

    /// <summary>Whether hysteresis keeps a firing alert firing.</summary>
    private bool IsHeld()
    {
        if (_rule.Clear is { } clear)
        {
            return (clear(_inputs) ?? _cleared) != true;
        }

        return _relaxed?.IsMet(_inputs, _rule.Alert.Definition.Threshold) == true;
    }

    private AlertTransition StepWithoutData(long now) => _rule.Alert.Definition.NoData switch
    {
        AlertNoData.Keep => AlertTransition.None,
        AlertNoData.Alerting => Machine.Step(now, holds: true),
        _ => Machine.Step(now, holds: false),
    };

    private OccurrenceTrack NewTrack(TrackedCondition condition) => new(condition, new OccurrenceWindow(_rule.WindowMicros, _rule.Alert.Definition.Threshold));
}
