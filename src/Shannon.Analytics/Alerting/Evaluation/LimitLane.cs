using Shannon.Analytics.Aggregation;
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
    private readonly SortedLimits[] _limits;
    private long _visit;

    /// <summary>Makes a lane.</summary>
    /// <param name="rules">Rules that have a <see cref="AlertRule.Limit"/>; alike in metric, scope and window; at least one.</param>
    internal LimitLane(IReadOnlyList<AlertRule> rules)
    {
        AlertRule first = rules[0];
        _scope = first.Scope;
        _sample = new SampleInput(first.Limit!.Value.Metric, first.WindowMicros);
        _limits = [.. rules.GroupBy(rule => rule.Limit!.Value.Operator).Select(alike => new SortedLimits(alike.Key, alike))];
        foreach (AlertRule rule in rules)
        {
            rule.Only!.ReadValuesFrom(this);
        }
    }

    /// <summary>The value that came last, while the rules were in the lane; null before.</summary>
    internal double? LastValue { get; private set; }

    /// <summary>When it was taken in.</summary>
    internal long TakenAt { get; private set; }

    MetricFilter IRuleSet.Scope => _scope.Filter;

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
        (LastValue, TakenAt) = (value, now);
        foreach (SortedLimits limits in _limits)
        {
            limits.AddBeyond(value, met.Beyond);
        }
    }
}
