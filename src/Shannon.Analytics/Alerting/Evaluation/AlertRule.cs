using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>An alert made ready for evaluation, with the state of its groups. Not thread-safe: belongs to one <see cref="AlertEvaluator"/>.</summary>
internal sealed class AlertRule
{
    private const char KeySeparator = '\u001F';

    private readonly Dictionary<string, AlertInstance> _instances = new(StringComparer.Ordinal);
    private readonly AlertInstance? _only;
    private readonly InputPlan _plan;
    private readonly GroupKey[] _keys;

    /// <summary>Makes a rule.</summary>
    /// <param name="alert">The alert; valid.</param>
    /// <param name="now">Since when it is watched.</param>
    internal AlertRule(Alert alert, long now)
    {
        Alert = alert;
        AlertDefinition definition = alert.Definition;
        AlertCondition condition = AlertCondition.Parse(definition.Condition);
        _plan = new(definition.Window);
        _keys = [.. definition.GroupBy];
        var compiler = new ConditionCompiler(_plan, definition.Budget);
        Condition = new(condition.Root, compiler);
        Relaxed = definition.ClearRatio is { } ratio ? new(ConditionRelaxer.Relax(condition.Root, ratio), compiler) : null;
        Clear = definition.ClearCondition is { } clear ? compiler.Compile(AlertCondition.Parse(clear).Root) : null;
        Subject = compiler.CompileSubject(condition.Root);
        Timing = new(InputPlan.Micros(condition.For), InputPlan.Micros(definition.EffectiveCooldown));
        WindowMicros = InputPlan.Micros(definition.Window);
        Scope = new(definition.Scope);
        Throttles = definition.Actions.Contains(AlertActionNames.Throttle, StringComparer.Ordinal);
        if (_keys.Length == 0)
        {
            _only = Add([], string.Empty, now);
        }
    }

    internal Alert Alert { get; }

    internal AlertScope Scope { get; }

    internal TrackedCondition Condition { get; }

    /// <summary>What must stop to hold before a firing alert resolves; null for the condition itself.</summary>
    internal TrackedCondition? Relaxed { get; }

    /// <summary>What must hold before a firing alert resolves; null if there is no such thing.</summary>
    internal Func<InputSet, bool?>? Clear { get; }

    /// <summary>The number that people see.</summary>
    internal Func<InputSet, double> Subject { get; }

    internal AlertTiming Timing { get; }

    internal long WindowMicros { get; }

    internal bool Throttles { get; }

    /// <summary>The state of the groups; one without a key if the alert is not grouped.</summary>
    internal IReadOnlyCollection<AlertInstance> Instances => _instances.Values;

    /// <summary>Which records it reads.</summary>
    internal IReadOnlyCollection<Selector> Sources => _plan.Sources;

    /// <summary>How far back it looks.</summary>
    internal TimeSpan Reach => _plan.Reach;

    internal IReadOnlyList<ForecastValue> Forecasts => _plan.Forecasts;

    /// <summary>How many groups were forgotten for want of room.</summary>
    internal long ForgottenGroups { get; private set; }

    /// <summary>The group of a record, made if it is new; null if the record is none of the alert's.</summary>
    internal AlertInstance? InstanceOf(MetricRecord record, long now)
    {
        if (!Scope.Includes(record))
        {
            return null;
        }

        return _only ?? InstanceOf(_keys.Length == 1 ? RecordValues.KeyOf(record, _keys[0]) : string.Join(KeySeparator, _keys.Select(key => RecordValues.KeyOf(record, key))), now);
    }

    /// <summary>The group of a key, made if it is new.</summary>
    internal AlertInstance InstanceOf(string key, long now)
    {
        if (_instances.TryGetValue(key, out AlertInstance? instance))
        {
            return instance;
        }

        if (_instances.Count >= AlertLimits.MaxGroups)
        {
            ForgetOne();
        }

        return Add(_keys.Length == 1 ? [key] : key.Split(KeySeparator), key, now);
    }

    /// <summary>Whether a key is one of a group of this alert, and not from before its keys were changed.</summary>
    internal bool Fits(string key) => _keys.Length == 0 ? key.Length == 0 : key.AsSpan().Count(KeySeparator) == _keys.Length - 1;

    /// <summary>Whether a group can be about a session, as far as the keys tell.</summary>
    internal bool IsAbout(AlertInstance instance, string? session, string? user, string? project, string? model)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            (bool tells, string? given) = _keys[i].Kind switch
            {
                GroupKeyKind.Session => (true, session),
                GroupKeyKind.User => (true, user),
                GroupKeyKind.Project => (true, project),
                GroupKeyKind.Model => (true, model),
                _ => (false, null),
            };
            if (tells && !string.Equals(instance.Values[i], given ?? RecordValues.Unknown, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Forgets groups that have nothing to say any more.</summary>
    internal void ForgetIdle(long now)
    {
        if (_only is not null)
        {
            return;
        }

        long idle = 2 * Math.Max(InputPlan.Micros(Reach), Timing.CooldownMicros);
        foreach (AlertInstance instance in _instances.Values.Where(instance => instance.LastRecordAt < now - idle && instance.Machine.State == AlertState.Ok).ToArray())
        {
            _instances.Remove(instance.Key);
        }
    }

    private AlertInstance Add(string[] values, string key, long now)
    {
        var instance = new AlertInstance(this, key, values, new InputSet(_plan.Create(now)), now);
        _instances.Add(key, instance);
        return instance;
    }

    // The group that was quiet longest, and rather one that is not firing.
    private void ForgetOne()
    {
        AlertInstance oldest = _instances.Values.MinBy(instance => (instance.Machine.State is AlertState.Firing or AlertState.Pending, instance.LastRecordAt))!;
        _instances.Remove(oldest.Key);
        ForgottenGroups++;
    }
}
