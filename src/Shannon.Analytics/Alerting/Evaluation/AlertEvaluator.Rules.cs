namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Which rules are evaluated, and how they are read.</summary>
internal sealed partial class AlertEvaluator
{
    /// <summary>Adds a rule, or puts it in the place of that of the same alert, where it goes on from what happened until this moment.</summary>
    internal void Put(AlertRule rule)
    {
        lock (_lock)
        {
            if (_rules.TryGetValue(rule.Alert.Id, out AlertRule? before))
            {
                rule.GoOnFrom(before, _clock.Now);
            }

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
}
