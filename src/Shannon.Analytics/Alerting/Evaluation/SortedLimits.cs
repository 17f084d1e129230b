using System.Runtime.InteropServices;
using Shannon.Analytics.Alerting.Conditions;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Rules that compare the same value by the same operator, sorted by their limits: those whose condition holds lie side by side. Not thread-safe.</summary>
internal sealed class SortedLimits(ComparisonOperator comparison)
{
    private readonly List<double> _limits = [];
    private readonly List<AlertRule> _rules = [];

    internal bool IsEmpty => _rules.Count == 0;

    /// <summary>Adds a rule: a search, and a move of the limits behind its own.</summary>
    internal void Add(AlertRule rule)
    {
        double limit = rule.Limit!.Value.Number;
        int place = CountUpTo(limit);
        _limits.Insert(place, limit);
        _rules.Insert(place, rule);
    }

    internal void Remove(AlertRule rule)
    {
        double limit = rule.Limit!.Value.Number;
        int first = CountBelow(limit);
        int place = _rules.IndexOf(rule, first, CountUpTo(limit) - first);
        _limits.RemoveAt(place);
        _rules.RemoveAt(place);
    }

    /// <summary>Adds the rules whose condition holds for a value: two searches, whatever their number.</summary>
    internal void AddBeyond(double value, List<AlertRule> beyond)
    {
        ReadOnlySpan<AlertRule> rules = CollectionsMarshal.AsSpan(_rules);
        switch (comparison)
        {
            case ComparisonOperator.Greater:
                beyond.AddRange(rules[..CountBelow(value)]);
                break;
            case ComparisonOperator.GreaterOrEqual:
                beyond.AddRange(rules[..CountUpTo(value)]);
                break;
            case ComparisonOperator.Less:
                beyond.AddRange(rules[CountUpTo(value)..]);
                break;
            case ComparisonOperator.LessOrEqual:
                beyond.AddRange(rules[CountBelow(value)..]);
                break;
            case ComparisonOperator.Equal:
                beyond.AddRange(rules[CountBelow(value)..CountUpTo(value)]);
                break;
            default:
                beyond.AddRange(rules[..CountBelow(value)]);
                beyond.AddRange(rules[CountUpTo(value)..]);
                break;
        }
    }

    private int CountBelow(double value) => Count(value, withEqual: false);

    private int CountUpTo(double value) => Count(value, withEqual: true);

    private int Count(double value, bool withEqual)
    {
        int low = 0;
        ReadOnlySpan<double> limits = CollectionsMarshal.AsSpan(_limits);
        int high = limits.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (limits[middle] < value || (withEqual && limits[middle] == value))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
