namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Which rules are evaluated, and how they are read.</summary>
internal sealed partial class AlertEvaluator
{
    /// <summary>
    /// From now on keeps the records that are taken for a rule that is being made ready from what is stored, so that none is missed in between; until
    /// <see cref="Put"/> shows them to the rule, or <see cref="StopAwaiting"/>.
    /// </summary>
    internal void Await(AlertRule rule)
    {
        lock (_lock)
        {
            _awaited = rule;
        }
    }

    /// <summary>Keeps no more records.</summary>
    internal void StopAwaiting()
    {
        lock (_lock)
        {
            _awaited = null;
            _arrivals.Clear();
        }
    }

    /// <summary>Adds a rule, or puts it in the place of that of the same alert, where it goes on from what happened until this moment.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="throughId">The records that the rule has seen in the store; 0 for none.</param>
    internal void Put(AlertRule rule, long throughId = 0)
    {
        lock (_lock)
        {
            long now = _clock.Now;
            if (_rules.TryGetValue(rule.Alert.Id, out AlertRule? before))
            {
                rule.GoOnFrom(before, now);
                Unindex(before);
            }

            if (_awaited == rule)
            {
                rule.Recall(_arrivals.Where(record => record.Id > throughId), now, _clock.WallNow);
            }

            rule.ReplayedThrough = throughId;
            _rules[rule.Alert.Id] = rule;
            if (rule.Alert.Definition.IsEnabled)
            {
                _index.Add(rule);
            }
        }
    }

    /// <summary>Takes a new forecast.</summary>
    internal void Refresh(AlertRule rule, GroupForecasts forecasts, IReadOnlyDictionary<string, double> values)
    {
        lock (_lock)
        {
            rule.Refresh(forecasts, values, _clock.Now);
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
            _index = new([]);
        }
    }

    internal bool Remove(string id)
    {
        lock (_lock)
        {
            _changed.Remove(id);
            if (!_rules.Remove(id, out AlertRule? rule))
            {
                return false;
            }

            Unindex(rule);
            return true;
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

    private void Unindex(AlertRule rule)
    {
        if (rule.Alert.Definition.IsEnabled)
        {
            _index.Remove(rule);
        }
    }
}
