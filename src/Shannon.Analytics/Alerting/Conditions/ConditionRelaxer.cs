namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>
/// Widens the limits of a condition: what it makes of <c>x &gt; 10</c> with a ratio of 0.8 is <c>x &gt; 10 - 0.2 * 10</c>. A limit below zero moves by
/// the share of its size, and under <c>not</c> limits move the other way, so that the result always holds where the condition does.
/// </summary>
internal static class ConditionRelaxer
{
    internal static TruthNode Relax(TruthNode node, double ratio) => Relax(node, 1 - ratio, widens: true);

    private static TruthNode Relax(TruthNode node, double share, bool widens) => node switch
    {
        TruthNode.And and => new TruthNode.And(Relax(and.Left, share, widens), Relax(and.Right, share, widens)),
        TruthNode.Or or => new TruthNode.Or(Relax(or.Left, share, widens), Relax(or.Right, share, widens)),
        TruthNode.Not not => new TruthNode.Not(Relax(not.Operand, share, !widens)),
        TruthNode.Comparison comparison => Relax(comparison, share, widens),
        _ => node,
    };

    private static TruthNode.Comparison Relax(TruthNode.Comparison comparison, double share, bool widens)
    {
        if (comparison.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
        {
            return comparison;
        }

        bool isLowerBound = comparison.Operator is ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual;
        bool right = ConditionWalker.IsConstant(comparison.Right);
        if (right == ConditionWalker.IsConstant(comparison.Left))
        {
            return comparison;
        }

        // x > limit grows true as the limit falls; limit > x as it rises.
        bool lowers = isLowerBound == right == widens;
        return right
            ? comparison with { Right = Move(comparison.Right, share, lowers) }
            : comparison with { Left = Move(comparison.Left, share, lowers) };
    }

    private static NumberNode.Arithmetic Move(NumberNode limit, double share, bool lowers) =>
        new(lowers ? ArithmeticOperator.Subtract : ArithmeticOperator.Add, limit, new NumberNode.Arithmetic(ArithmeticOperator.Multiply, new NumberNode.Constant(share), new NumberNode.Magnitude(limit)));
}
