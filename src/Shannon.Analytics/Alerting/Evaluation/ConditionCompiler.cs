using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Alerting.Evaluation.Inputs;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>
/// Turns a condition into functions over an <see cref="InputSet"/>. Undefined numbers are NaN in here, and what is compared with one is neither true
/// nor false (Kleene's three-valued logic): <c>undefined or true</c> is true, <c>undefined and true</c> undefined.
/// </summary>
internal sealed class ConditionCompiler(InputPlan plan, decimal? budget)
{
    internal Func<InputSet, bool?> Compile(TruthNode node)
    {
        switch (node)
        {
            case TruthNode.And and:
                Func<InputSet, bool?> left = Compile(and.Left);
                Func<InputSet, bool?> right = Compile(and.Right);
                return inputs => left(inputs) is var one && one == false ? false : one & right(inputs);
            case TruthNode.Or or:
                Func<InputSet, bool?> first = Compile(or.Left);
                Func<InputSet, bool?> second = Compile(or.Right);
                return inputs => first(inputs) is var one && one == true ? true : one | second(inputs);
            case TruthNode.Not not:
                Func<InputSet, bool?> operand = Compile(not.Operand);
                return inputs => !operand(inputs);
            case TruthNode.Absent absent:
                int absence = plan.PlaceOf(absent);
                double seconds = absent.Duration.TotalSeconds;
                return inputs => inputs.Read(absence) >= seconds;
            case TruthNode.Anomaly anomaly:
                int alarm = plan.PlaceOf(anomaly);
                return inputs => inputs.IsAtRecord ? inputs.Read(alarm) > 0 : null;
            default:
                return Compile((TruthNode.Comparison)node);
        }
    }

    /// <summary>The number that a condition is about, for people to see: the first one it reads.</summary>
    internal Func<InputSet, double> CompileSubject(TruthNode node)
    {
        NumberNode? number = ConditionWalker.LeavesOf(node).FirstOrDefault(leaf => leaf is not (NumberNode.Constant or NumberNode.Budget));
        if (number is not null)
        {
            return Compile(number);
        }

        return ConditionWalker.EventsOf(node).FirstOrDefault() switch
        {
            TruthNode.Anomaly anomaly when plan.PlaceOf(anomaly) is var place => inputs => ((AnomalyInput)inputs.Inputs[place]).Value,
            TruthNode.Absent absent when plan.PlaceOf(absent) is var place => inputs => inputs.Read(place),
            _ => _ => double.NaN,
        };
    }

    private Func<InputSet, bool?> Compile(TruthNode.Comparison comparison)
    {
        Func<InputSet, double> left = Compile(comparison.Left);
        Func<InputSet, double> right = Compile(comparison.Right);
        Func<double, double, bool> compare = comparison.Operator switch
        {
            ComparisonOperator.Greater => static (a, b) => a > b,
            ComparisonOperator.GreaterOrEqual => static (a, b) => a >= b,
            ComparisonOperator.Less => static (a, b) => a < b,
            ComparisonOperator.LessOrEqual => static (a, b) => a <= b,
            ComparisonOperator.Equal => static (a, b) => a == b,
            _ => static (a, b) => a != b,
        };
        return inputs => left(inputs) is var a && right(inputs) is var b && (double.IsNaN(a) || double.IsNaN(b)) ? null : compare(a, b);
    }

    private Func<InputSet, double> Compile(NumberNode node)
    {
        switch (node)
        {
            case NumberNode.Constant constant:
                return _ => constant.Value;
            case NumberNode.Budget:
                double limit = (double?)budget ?? double.NaN;
                return _ => limit;
            case NumberNode.Sample sample:
                int place = plan.PlaceOf(sample);
                return inputs => inputs.ReadAtRecord(place);
            case NumberNode.Negation negation:
                Func<InputSet, double> negated = Compile(negation.Operand);
                return inputs => -negated(inputs);
            case NumberNode.Magnitude magnitude:
                Func<InputSet, double> signed = Compile(magnitude.Operand);
                return inputs => Math.Abs(signed(inputs));
            case NumberNode.Arithmetic arithmetic:
                return Compile(arithmetic);
            default:
                int read = plan.PlaceOf(node);
                return inputs => inputs.Read(read);
        }
    }

    // What overflows, or is divided by zero, is undefined.
    private Func<InputSet, double> Compile(NumberNode.Arithmetic arithmetic)
    {
        Func<InputSet, double> left = Compile(arithmetic.Left);
        Func<InputSet, double> right = Compile(arithmetic.Right);
        return arithmetic.Operator switch
        {
            ArithmeticOperator.Add => inputs => Finite(left(inputs) + right(inputs)),
            ArithmeticOperator.Subtract => inputs => Finite(left(inputs) - right(inputs)),
            ArithmeticOperator.Multiply => inputs => Finite(left(inputs) * right(inputs)),
            _ => inputs => Finite(left(inputs) / right(inputs)),
        };
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
