using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Alerting.Evaluation.Inputs;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>
/// The rules of one scope and window that compare one metric's values with limits of their own. A record costs two searches and what the rules cost that
/// it is beyond; the others do not notice it, but read the value that came last from here. Not thread-safe.
/// </summary>
internal sealed class LimitLane : IRuleSet
{
    private readonly AlertScope _scope;
    private readonly SampleInput _sample;
    private readonly Dictionary<ComparisonOperator, SortedLimits> _limits = [];
    private long _visit;

    /// <summary>Makes an empty lane.</summary>
    /// <param name="first">One of the rules it is for, which all have a <see cref="AlertRule.Limit"/> and are alike in metric, scope and window.</param>
    internal LimitLane(AlertRule first)
    {
        _scope = first.Scope;
        _sample = new SampleInput(first.Limit!.Value.Metric, first.WindowMicros);
    }

    internal bool IsEmpty => _limits.Count == 0;

    /// <summary>The value that came last; null before the first.</summary>
    internal double? LastValue { get; private set; }

    /// <summary>When it was taken in.</summary>
    internal long TakenAt { get; private set; }

    /// <summary>How many values came.</summary>
    internal long Taken { get; private set; }

    MetricFilter IRuleSet.Scope => _scope.Filter;

    internal void Add(AlertRule rule)
    {
        ComparisonOperator comparison = rule.Limit!.Value.Operator;
        if (!_limits.TryGetValue(comparison, out SortedLimits? limits))
        {
            _limits[comparison] = limits = new SortedLimits(comparison);
        }

        limits.Add(rule);
        rule.Only!.ReadValuesFrom(this);
    }

    internal void Remove(AlertRule rule)
    {
        SortedLimits limits = _limits[rule.Limit!.Value.Operator];
        limits.Remove(rule);
        if (limits.IsEmpty)
        {
            _limits.Remove(rule.Limit.Value.Operator);
        }
    }

    public void Meet(MetricRecord record, long time, long now, MetRules met)
    {
        if (_visit == met.Visit || !_scope.Includes(record))
        {
            return;
        }

        _visit = met.Visit;
        met.WasCompared = true;
        if (!_sample.Take(record, time, now))
        {
            return;
        }

        double value = _sample.Read(now);
        (LastValue, TakenAt, Taken) = (value, now, Taken + 1);
        foreach (SortedLimits limits in _limits.Values)
        {
            limits.AddBeyond(value, met.Beyond);
        }
    }
}
