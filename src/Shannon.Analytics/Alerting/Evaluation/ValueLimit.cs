using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>A condition that only compares a record's value with a fixed number, such as <c>response_time &gt; 2</c>: value on the left, number on the right.</summary>
internal readonly record struct ValueLimit(Selector Metric, ComparisonOperator Operator, double Number)
{
    /// <summary>What a condition comes down to; null if it asks for more.</summary>
    internal static ValueLimit? Of(TruthNode node, ConditionCompiler compiler) => node switch
    {
        TruthNode.Comparison { Left: NumberNode.Sample sample } right => Of(sample, right.Operator, right.Right, compiler),
        TruthNode.Comparison { Right: NumberNode.Sample sample } left => Of(sample, Mirror(left.Operator), left.Left, compiler),
        _ => null,
    };

    private static ValueLimit? Of(NumberNode.Sample sample, ComparisonOperator comparison, NumberNode number, ConditionCompiler compiler) =>
        ConditionWalker.IsConstant(number) && compiler.Evaluate(number) is var limit && !double.IsNaN(limit) ? new ValueLimit(sample.Metric, comparison, limit) : null;

    private static ComparisonOperator Mirror(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        _ => comparison,
    };
}
