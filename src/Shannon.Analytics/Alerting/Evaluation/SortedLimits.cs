using Shannon.Analytics.Alerting.Conditions;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Rules that compare the same value by the same operator, sorted by their limits: those whose condition holds lie side by side. Immutable.</summary>
internal sealed class SortedLimits
{
    private readonly ComparisonOperator _operator;
    private readonly double[] _limits;
    private readonly AlertRule[] _rules;

    internal SortedLimits(ComparisonOperator comparison, IEnumerable<AlertRule> rules)
    {
        _operator = comparison;
        _rules = [.. rules.OrderBy(rule => rule.Limit!.Value.Number)];
        _limits = [.. _rules.Select(rule => rule.Limit!.Value.Number)];
    }

    /// <summary>Adds the rules whose condition holds for a value: two searches, whatever their number.</summary>
    internal void AddBeyond(double value, List<AlertRule> beyond)
    {
        ReadOnlySpan<AlertRule> rules = _rules;
        switch (_operator)
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
        int high = _limits.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_limits[middle] < value || (withEqual && _limits[middle] == value))
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
