using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>An alert made ready for evaluation, with the state of its groups. Not thread-safe: belongs to one <see cref="AlertEvaluator"/>.</summary>
internal sealed class AlertRule : IRuleSet
{
    private const char KeySeparator = '\u001F';

    private readonly Dictionary<string, AlertInstance> _instances = new(StringComparer.Ordinal);
    private readonly InputPlan _plan;
    private long _visit;

    /// <summary>Makes a rule.</summary>
    /// <param name="alert">The alert; valid.</param>
    /// <param name="now">Since when it is watched.</param>
    internal AlertRule(Alert alert, long now)
    {
        Alert = alert;
        AlertDefinition definition = alert.Definition;
        AlertCondition condition = AlertCondition.Parse(definition.Condition);
        _plan = new(definition.Window);
        Keys = [.. definition.GroupBy];
        var compiler = new ConditionCompiler(_plan, definition.Budget);
        Condition = new(condition.Root, compiler);
        Relaxed = definition.ClearRatio is { } ratio ? new(ConditionRelaxer.Relax(condition.Root, ratio), compiler) : null;
        Clear = definition.ClearCondition is { } clear ? compiler.Compile(AlertCondition.Parse(clear).Root) : null;
        Subject = compiler.CompileSubject(condition.Root);
        Timing = new(InputPlan.Micros(condition.For), InputPlan.Micros(definition.EffectiveCooldown));
        WindowMicros = InputPlan.Micros(definition.Window);
        Scope = new(definition.Scope);
        Throttles = definition.Actions.Contains(AlertActionNames.Throttle, StringComparer.Ordinal);
        if (Keys.Length == 0 && Scope.IsAboutSessions && definition is { NoData: AlertNoData.Ok, ClearRatio: null, ClearCondition: null })
        {
            Limit = ValueLimit.Of(condition.Root, compiler);
        }

        if (Keys.Length == 0)
        {
            Only = Add([], string.Empty, now);
        }
    }

    internal Alert Alert { get; }

    /// <summary>What it is grouped by.</summary>
    internal GroupKey[] Keys { get; }

    /// <summary>Records up to this id were read from the store; one that is told only afterwards does not count again.</summary>
    internal long ReplayedThrough { get; set; }

    internal AlertScope Scope { get; }

    internal TrackedCondition Condition { get; }

    /// <summary>What must stop to hold before a firing alert resolves; null for the condition itself.</summary>
    internal TrackedCondition? Relaxed { get; }

    /// <summary>What must hold before a firing alert resolves; null if there is no such thing.</summary>
    internal Func<InputSet, bool?>? Clear { get; }

    /// <summary>
    /// What the whole rule comes down to, if that is one comparison in a scope that an index decides: then it need not see the records that are not
    /// beyond the limit. Null otherwise, also if what a quiet window or the way back means is the rule's own business.
    /// </summary>
    internal ValueLimit? Limit { get; }

    /// <summary>The one state of an alert that is not grouped.</summary>
    internal AlertInstance? Only { get; }

    MetricFilter IRuleSet.Scope => Scope.Filter;

    /// <summary>The number that people see.</summary>
    internal Func<InputSet, double> Subject { get; }

    internal AlertTiming Timing { get; }

    internal long WindowMicros { get; }

    internal bool Throttles { get; }

    /// <summary>The state of the groups; one without a key if the alert is not grouped.</summary>
    internal Dictionary<string, AlertInstance>.ValueCollection Instances => _instances.Values;

    /// <summary>Which records it reads.</summary>
    internal IReadOnlyCollection<Selector> Sources => _plan.Sources;

    /// <summary>How far back it looks.</summary>
    internal TimeSpan Reach => _plan.Reach;

    internal IReadOnlyList<GroupForecasts> Forecasts => _plan.Forecasts;

    /// <summary>How many groups were forgotten for want of room.</summary>
    internal long ForgottenGroups { get; private set; }

    /// <summary>Whether any input takes records of a metric.</summary>
    internal bool Reads(MetricCategory category, string name) => Sources.Any(source => source.Matches(category, name));

    void IRuleSet.Meet(MetricRecord record, long time, long now, MetRules met)
    {
        if (_visit != met.Visit)
        {
            _visit = met.Visit;
            met.Asked.Add(this);
        }
    }

    /// <summary>The key of the group of some texts; what is missing is <c>unknown</c>.</summary>
    internal static string KeyOf(IEnumerable<string?> texts) => string.Join(KeySeparator, texts.Select(text => text ?? GroupText.Unknown));

    /// <summary>The group of a record, made if it is new; null if the record is none of the alert's.</summary>
    internal AlertInstance? InstanceOf(MetricRecord record, long now)
    {
        if (!Scope.Includes(record))
        {
            return null;
        }

        return Only ?? InstanceOf(Keys.Length == 1 ? GroupText.Of(record, Keys[0]) : KeyOf(Keys.Select(key => GroupText.Of(record, key))), now);
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

        return Add(Keys.Length == 1 ? [key] : key.Split(KeySeparator), key, now);
    }

    /// <summary>The group of a key; null if there is none.</summary>
    internal AlertInstance? Find(string key) => _instances.GetValueOrDefault(key);

    /// <summary>Shows records to the windows that were committed while the rule was made ready; what detectors saw of them they go on with.</summary>
    internal void Recall(IEnumerable<MetricRecord> records, long now, long wallNow)
    {
        foreach (MetricRecord record in records)
        {
            InstanceOf(record, now)?.Take(record, AlertClock.FromWall(UnixMicros.From(record.Timestamp), now, wallNow), now, SeenBy.Detectors);
        }
    }

    /// <summary>Lets the groups stand where those of another rule for the same alert stand.</summary>
    internal void GoOnFrom(AlertRule before, long now)
    {
        foreach (AlertInstance instance in before.Instances)
        {
            if (Fits(instance.Key))
            {
                InstanceOf(instance.Key, now).GoOnFrom(instance, now);
            }
        }
    }

    /// <summary>Whether a key is one of a group of this alert, and not from before its keys were changed.</summary>
    internal bool Fits(string key) => Keys.Length == 0 ? key.Length == 0 : key.AsSpan().Count(KeySeparator) == Keys.Length - 1;

    /// <summary>Whether a group can be about a session, as far as the keys tell.</summary>
    internal bool IsAbout(AlertInstance instance, string? session, string? user, string? project, string? model)
    {
        for (int i = 0; i < Keys.Length; i++)
        {
            (bool tells, string? given) = Keys[i].Kind switch
            {
                GroupKeyKind.Session => (true, session),
                GroupKeyKind.User => (true, user),
                GroupKeyKind.Project => (true, project),
                GroupKeyKind.Model => (true, model),
                _ => (false, null),
            };
            if (tells && !string.Equals(instance.Values[i], given ?? GroupText.Unknown, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Forgets groups that have nothing to say any more.</summary>
    internal void ForgetIdle(long now)
    {
        if (Only is not null)
        {
            return;
        }

        long idle = 2 * Math.Max(InputPlan.Micros(Reach), Timing.CooldownMicros);
        foreach (AlertInstance instance in _instances.Values.Where(instance => instance.LastRecordAt < now - idle && instance.Machine.State == AlertState.Ok && !IsForecast(instance.Key)).ToArray())
        {
            _instances.Remove(instance.Key);
        }
    }

    /// <summary>Takes a new forecast; who has one is a group, whether records come or not.</summary>
    internal void Refresh(GroupForecasts forecasts, IReadOnlyDictionary<string, double> values, long now)
    {
        forecasts.Refresh(values, now);
        foreach (string key in values.Keys)
        {
            InstanceOf(key, now);
        }
    }

    private bool IsForecast(string key) => Forecasts.Any(forecasts => !double.IsNaN(forecasts.ValueOf(key)));

    private AlertInstance Add(string[] values, string key, long now)
    {
        var instance = new AlertInstance(this, key, values, new InputSet(_plan.Create(key, now)), now);
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
