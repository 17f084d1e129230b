using Shannon.Analytics.Alerting.Persistence;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>What those who keep, tell and throttle need to know of the rules.</summary>
internal sealed partial class AlertEvaluator
{
    /// <summary>The alerts whose detectors go on learning.</summary>
    internal IReadOnlyList<string> WithDetectors()
    {
        lock (_lock)
        {
            return [.. _rules.Values.Where(rule => rule.Instances.Any(instance => instance.HasDetectors)).Select(rule => rule.Alert.Id)];
        }
    }

    /// <summary>The states of alerts as they are kept.</summary>
    internal IReadOnlyList<(string Id, string State)> WriteStates(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            long now = _clock.Now;
            long wallNow = _clock.WallNow;
            return [.. ids.Where(_rules.ContainsKey).Select(id => (id, AlertStateJson.Write(_rules[id], now, wallNow)))];
        }
    }

    /// <summary>Says that something of alerts changed that has to be kept, with the next news.</summary>
    internal void MarkChanged(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            _changed.UnionWith(ids.Where(_rules.ContainsKey));
        }
    }

    /// <summary>Remembers that those outside were told.</summary>
    internal void MarkTold(AlertHappening happening)
    {
        lock (_lock)
        {
            happening.Instance.IsToldFiring = happening.Kind == AlertEventKind.Fired;
            _changed.Add(happening.Alert.Id);
        }
    }

    /// <summary>What those outside do not know yet, because alerts were silenced or the process ended too early.</summary>
    internal IReadOnlyList<AlertHappening> FindUntold()
    {
        lock (_lock)
        {
            List<AlertHappening> untold = [];
            foreach (AlertRule rule in _rules.Values)
            {
                foreach (AlertInstance instance in rule.Instances)
                {
                    if (instance.Untold is { } kind)
                    {
                        untold.Add(HappeningOf(rule, instance, kind, _clock.Now));
                    }
                }
            }

            return untold;
        }
    }

    /// <summary>Asks every alert that throttles and fires whether a session may start a prompt now.</summary>
    /// <param name="concerns">Whether an alert and a group of it are about the session.</param>
    /// <returns>The alert that forbids it and for how long; null if none does.</returns>
    internal (Alert Alert, TimeSpan RetryAfter)? AskToStart(Func<AlertRule, AlertInstance, bool> concerns)
    {
        lock (_lock)
        {
            long now = _clock.Now;
            (Alert Alert, TimeSpan RetryAfter)? refusal = null;
            List<AlertInstance> asked = [];
            foreach (AlertRule rule in _rules.Values)
            {
                foreach (AlertInstance instance in rule.Throttles ? rule.Instances : [])
                {
                    if (instance.Machine.State != AlertState.Firing || !concerns(rule, instance))
                    {
                        continue;
                    }

                    asked.Add(instance);
                    if (instance.Gate.WaitOf(now) is var wait && wait > TimeSpan.Zero && wait > (refusal?.RetryAfter ?? TimeSpan.Zero))
                    {
                        refusal = (rule.Alert, wait);
                    }
                }
            }

            if (refusal is null)
            {
                asked.ForEach(instance => instance.Gate.Pass(now));
            }

            return refusal;
        }
    }
}
