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
    private readonly List<AlertRule> _met = [];
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private List<AlertHappening> _happenings = [];
    private RuleIndex? _index;

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
            if (_rules.Count == 0)
            {
                return;
            }

            long now = _clock.Now;
            long wallNow = _clock.WallNow;
            RuleIndex index = _index ??= new RuleIndex(_rules.Values.Where(rule => rule.Alert.Definition.IsEnabled));
            for (int i = 0; i < committed.Count; i++)
            {
                var (category, name) = committed.MetricAt(i);
                if (index.Find(category, name) is { IsEmpty: false } node && committed.ReplacesAt(i) is null && committed.IdAt(i) > afterId)
                {
                    isNews |= Take(committed[i], node, now, wallNow);
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
            RuleIndex index = _index ??= new RuleIndex(_rules.Values.Where(rule => rule.Alert.Definition.IsEnabled));
            isNews = Take(record, index.Find(record.Category, record.Name), _clock.Now, _clock.WallNow);
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

    /// <summary>Adds a rule, or puts it in the place of that of the same alert; lets it take up its state first.</summary>
    internal void Put(AlertRule rule, Action<AlertRule>? prepare = null)
    {
        lock (_lock)
        {
            prepare?.Invoke(rule);
            _rules[rule.Alert.Id] = rule;
            _index = null;
        }
    }

    /// <summary>How many rules there are.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _rules.Count;
            }
        }
    }

    /// <summary>Whether there is a rule of an alert.</summary>
    internal bool Has(string id)
    {
        lock (_lock)
        {
            return _rules.ContainsKey(id);
        }
    }

    /// <summary>Forgets all rules.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
            _changed.Clear();
            _happenings.Clear();
            _index = null;
        }
    }

    internal bool Remove(string id)
    {
        lock (_lock)
        {
            _index = null;
            _changed.Remove(id);
            return _rules.Remove(id);
        }
    }

    /// <summary>Reads from the rules, or from the one of an alert, as they stand now.</summary>
    internal T Read<T>(string? id, Func<IEnumerable<AlertRule>, long, T> read)
    {
        bool isNews = false;
        T result;
        lock (_lock)
        {
            long now = _clock.Now;
            if (id is not null && _rules.TryGetValue(id, out AlertRule? rule))
            {
                isNews = Tick(rule, now, _clock.WallNow);
                result = read([rule], now);
            }
            else
            {
                result = read(id is null ? _rules.Values : [], now);
            }
        }

        Wake(isNews);
        return result;
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

    private bool Take(MetricRecord record, RuleNode node, long now, long wallNow)
    {
        bool isNews = false;
        long time = AlertClock.FromWall(UnixMicros.From(record.Timestamp), now, wallNow);
        _met.Clear();
        node.Collect(record, _met);
        Evaluated += _met.Count > 0 ? 1 : 0;
        foreach (AlertRule rule in _met)
        {
            if (rule.InstanceOf(record, now) is { } instance)
            {
                instance.Take(record, time, now);
                isNews |= Step(rule, instance, now);
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
