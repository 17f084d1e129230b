using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>A part of a condition that is a number. Immutable; equal by structure.</summary>
internal abstract record NumberNode
{
    private NumberNode()
    {
    }

    /// <summary>A number as written: finite and not negative, since signs are <see cref="Negation"/>.</summary>
    internal sealed record Constant(double Value) : NumberNode;

    /// <summary>The alert's budget.</summary>
    internal sealed record Budget : NumberNode;

    /// <summary>The value of a record of a metric.</summary>
    internal sealed record Sample(Selector Metric) : NumberNode;

    /// <summary>A derived figure over the alert's window.</summary>
    internal sealed record Figure(Selector Metric) : NumberNode;

    /// <summary>A function of a metric's values in a window; the alert's own if none is named.</summary>
    internal sealed record Aggregate(AggregateFunction Function, Selector Metric, TimeSpan? Window) : NumberNode;

    /// <summary>The sum of a metric that is expected of the coming days.</summary>
    internal sealed record Forecast(Selector Metric, TimeSpan Horizon) : NumberNode;

    /// <summary>A number with its sign turned.</summary>
    internal sealed record Negation(NumberNode Operand) : NumberNode;

    /// <summary>A number without its sign. Never written: it comes from <see cref="ConditionRelaxer"/>.</summary>
    internal sealed record Magnitude(NumberNode Operand) : NumberNode;

    /// <summary>Two numbers combined.</summary>
    internal sealed record Arithmetic(ArithmeticOperator Operator, NumberNode Left, NumberNode Right) : NumberNode;
}
