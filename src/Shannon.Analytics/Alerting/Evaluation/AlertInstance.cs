using Shannon.Analytics.Alerting.Evaluation.Inputs;
using Shannon.Analytics.Alerting.Windows;
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
    private bool? _cleared;

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
        LastRecordAt = now;
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
    internal double? LastValue { get; set; }

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
    /// <param name="isReplay">True for one from before a restart, which the detectors have seen and whose occurrence they remember.</param>
    internal void Take(MetricRecord record, long time, long now, bool isReplay = false)
    {
        _inputs.Now = now;
        foreach (AnomalyInput anomaly in _anomalies)
        {
            anomaly.Rest();
        }

        foreach (ConditionInput input in _inputs.Inputs)
        {
            if (!isReplay || input is not AnomalyInput)
            {
                input.Take(record, time, now);
            }
        }

        LastRecordAt = Math.Max(LastRecordAt, time);
        if (time > now - _rule.WindowMicros && time > EmptiedAt && !(isReplay && HasDetectors))
        {
            See(time);
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
        _track.See(_inputs, time);
        _relaxed?.See(_inputs, time);
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
