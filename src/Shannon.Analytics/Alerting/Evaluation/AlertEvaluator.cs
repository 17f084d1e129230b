using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>
/// Runs records and time past all rules and notes what happens. Does no I/O and never waits but for its one lock, so that it may run between a
/// commit and the return of the call that awaited it. Thread-safe; what it hands out of a rule is read under <see cref="Read"/>.
/// </summary>
internal sealed partial class AlertEvaluator
{
    /// <summary>Most happenings that wait to be kept and told.</summary>
    internal const int MostHappenings = 100_000;

    private readonly TimeProvider _time;
    private readonly AlertClock _clock;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AlertRule> _rules = new(StringComparer.Ordinal);
    private readonly MetRules _met = new();
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private List<AlertHappening> _happenings = [];
    private readonly List<MetricRecord> _arrivals = [];
    private RuleIndex _index = new([]);
    private AlertRule? _awaited;

    internal AlertEvaluator(TimeProvider time)
    {
        _time = time;
        _clock = new(time);
    }

    /// <summary>Called without any lock after something happened or changed.</summary>
    internal Action? Woken { get; set; }

    internal AlertClock Clock => _clock;

    /// <summary>How many records met at least one rule.</summary>
    internal long Evaluated { get; private set; }

    /// <summary>How many happenings were not noted because too many waited.</summary>
    internal long Lost { get; private set; }

    /// <summary>Takes what was committed now.</summary>
    /// <param name="committed">The records; not history.</param>
    /// <param name="afterId">Only those with higher ids.</param>
    internal void Take(CommittedRecords committed, long afterId)
    {
        bool isNews = false;
        lock (_lock)
        {
            if (_rules.Count == 0 && _awaited is null)
            {
                return;
            }

            long now = _clock.Now;
            long wallNow = _clock.WallNow;
            for (int i = 0; i < committed.Count; i++)
            {
                var (category, name) = committed.MetricAt(i);
                if (IsRead(category, name) && committed.ReplacesAt(i) is null && committed.IdAt(i) > afterId)
                {
                    isNews |= Take(committed[i], now, wallNow);
                }
            }
        }

        Wake(isNews);
    }

    /// <summary>Takes one record in that was committed now.</summary>
    internal void Take(MetricRecord record)
    {
        bool isNews;
        lock (_lock)
        {
            isNews = Take(record, _clock.Now, _clock.WallNow);
        }

        Wake(isNews);
    }

    /// <summary>Lets time pass: what waits for it fires, resolves or is forgotten.</summary>
    internal void Tick()
    {
        bool isNews = false;
        lock (_lock)
        {
            long now = _clock.Now;
            long wallNow = _clock.WallNow;
            foreach (AlertRule rule in _rules.Values)
            {
                isNews |= Tick(rule, now, wallNow);
            }
        }

        Wake(isNews);
    }

    /// <summary>Acknowledges what fires of an alert; false if nothing does.</summary>
    internal bool TryAcknowledge(string id) => Change(id, (rule, instance, now) =>
    {
        if (!instance.Machine.TryAcknowledge())
        {
            return false;
        }

        instance.AcknowledgedAt = _time.GetUtcNow();
        Note(rule, instance, AlertEventKind.Acknowledged, now);
        return true;
    });

    /// <summary>Resolves what fires of an alert, and lets it gather anew; false if nothing does.</summary>
    internal bool TryResolve(string id) => Change(id, (rule, instance, now) =>
    {
        instance.Empty(now);
        if (!instance.Machine.TryResolve())
        {
            return false;
        }

        NoteResolved(rule, instance, now);
        return true;
    });

    /// <summary>Takes what happened, and the alerts of which something changed, since the last time.</summary>
    internal (IReadOnlyList<AlertHappening> Happenings, IReadOnlyList<string> Changed) TakeNews()
    {
        lock (_lock)
        {
            List<AlertHappening> happenings = _happenings;
            string[] changed = [.. _changed];
            _happenings = [];
            _changed.Clear();
            return (happenings, changed);
        }
    }

    private void Wake(bool isNews)
    {
        if (isNews)
        {
            Woken?.Invoke();
        }
    }

    private bool IsRead(MetricCategory category, string name) => _index.Reads(category, name) || _awaited?.Reads(category, name) == true;

    private bool Take(MetricRecord record, long now, long wallNow)
    {
        if (_awaited?.Reads(record.Category, record.Name) == true)
        {
            _arrivals.Add(record);
        }

        bool isNews = false;
        long time = AlertClock.FromWall(UnixMicros.From(record.Timestamp), now, wallNow);
        _index.Meet(record, time, now, _met);
        Evaluated += _met.IsAny ? 1 : 0;
        foreach (AlertRule rule in _met.Asked)
        {
            if (rule.InstanceOf(record, now) is { } instance)
            {
                instance.Take(record, time, now, record.Id > rule.ReplayedThrough ? SeenBy.Nothing : SeenBy.Windows);
                isNews |= Step(rule, instance, now);
            }
        }

        foreach (AlertRule rule in _met.Beyond)
        {
            if (record.Id > rule.ReplayedThrough)
            {
                rule.Only!.Count(time, now);
                isNews |= Step(rule, rule.Only, now);
            }
        }

        return isNews;
    }

    private bool Tick(AlertRule rule, long now, long wallNow)
    {
        if (!rule.Alert.Definition.IsEnabled)
        {
            return false;
        }

        bool isNews = false;
        foreach (AlertInstance instance in rule.Instances)
        {
            instance.LookForMissing(now, wallNow);
            isNews |= Step(rule, instance, now);
        }

        rule.ForgetIdle(now);
        return isNews;
    }

    private bool Step(AlertRule rule, AlertInstance instance, long now)
    {
        switch (instance.Step(now))
        {
            case AlertTransition.None:
                return false;
            case AlertTransition.Fired:
                instance.LastTriggeredAt = _time.GetUtcNow();
                instance.AcknowledgedAt = null;
                Note(rule, instance, AlertEventKind.Fired, now);
                return true;
            case AlertTransition.Resolved:
                NoteResolved(rule, instance, now);
                return true;
            default:
                _changed.Add(rule.Alert.Id);
                return true;
        }
    }

    private void NoteResolved(AlertRule rule, AlertInstance instance, long now)
    {
        instance.LastResolvedAt = _time.GetUtcNow();
        instance.AcknowledgedAt = null;
        Note(rule, instance, AlertEventKind.Resolved, now);
    }

    private void Note(AlertRule rule, AlertInstance instance, AlertEventKind kind, long now)
    {
        _changed.Add(rule.Alert.Id);
        if (_happenings.Count >= MostHappenings)
        {
            Lost++;
            return;
        }

        _happenings.Add(HappeningOf(rule, instance, kind, now));
    }

    private AlertHappening HappeningOf(AlertRule rule, AlertInstance instance, AlertEventKind kind, long now) =>
        new(rule.Alert, instance, kind, _time.GetUtcNow(), instance.LastValue, instance.CurrentCount(now), instance.Machine.TriggerCount);

    private bool Change(string id, Func<AlertRule, AlertInstance, long, bool> change)
    {
        bool changed = false;
        lock (_lock)
        {
            if (_rules.TryGetValue(id, out AlertRule? rule))
            {
                long now = _clock.Now;
                foreach (AlertInstance instance in rule.Instances)
                {
                    changed |= change(rule, instance, now);
                }

                _changed.Add(id);
            }
        }

        Wake(true);
        return changed;
    }
}
