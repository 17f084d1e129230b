using System.Globalization;
using System.Text;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>Writes a condition so that reading it gives the same again, with no parentheses that are not needed.</summary>
internal static class ConditionPrinter
{
    private const int OrLevel = 1;
    private const int AndLevel = 2;
    private const int NotLevel = 3;
    private const int SumLevel = 4;
    private const int ProductLevel = 5;
    private const int SignLevel = 6;

    private static readonly string[] ComparisonSigns = [">", ">=", "<", "<=", "==", "!="];
    private static readonly string[] ArithmeticSigns = ["+", "-", "*", "/"];

    internal static string Print(AlertCondition condition)
    {
        var text = new StringBuilder();
        Write(text, condition.Root, 0);
        if (condition.For > TimeSpan.Zero)
        {
            text.Append(' ').Append(ConditionWords.For).Append(' ').Append(Show(condition.For));
        }

        return text.ToString();
    }

    internal static string Show(TimeSpan duration)
    {
        foreach (var (unit, length) in ConditionWords.Units)
        {
            if (duration.Ticks % length.Ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{unit}");
            }
        }

        throw new ArgumentException("A duration in a condition is whole milliseconds.", nameof(duration));
    }

    /// <summary>A selector as conditions have it: what is not letters, digits and _ is quoted.</summary>
    internal static string Show(Selector selector)
    {
        string head = selector.Kind switch
        {
            SelectorKind.Name => ConditionWords.IsPlain(selector.Name!) && Selector.Parse(selector.Name!).Kind == SelectorKind.Name ? selector.Name! : Quote(selector.Name!),
            SelectorKind.Category => selector.Category!.Value.ToWord(),
            SelectorKind.Derived => selector.Name!,
            _ => "all",
        };
        return selector.Measurement is not { } measurement ? head : $"{head}.{(ConditionWords.IsPlain(measurement) ? measurement : Quote(measurement))}";
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Write(StringBuilder text, TruthNode node, int outer)
    {
        switch (node)
        {
            case TruthNode.Or or:
                Wrap(text, outer > OrLevel, () => Join(text, " or ", () => Write(text, or.Left, OrLevel), () => Write(text, or.Right, OrLevel + 1)));
                break;
            case TruthNode.And and:
                Wrap(text, outer > AndLevel, () => Join(text, " and ", () => Write(text, and.Left, AndLevel), () => Write(text, and.Right, AndLevel + 1)));
                break;
            case TruthNode.Not not:
                text.Append("not ");
                Write(text, not.Operand, NotLevel);
                break;
            case TruthNode.Comparison comparison:
                Join(text, $" {ComparisonSigns[(int)comparison.Operator]} ", () => Write(text, comparison.Left, SumLevel), () => Write(text, comparison.Right, SumLevel));
                break;
            case TruthNode.Absent absent:
                text.Append(CultureInfo.InvariantCulture, $"{ConditionWords.Absent}({Show(absent.Metric)}, {Show(absent.Duration)})");
                break;
            case TruthNode.Anomaly anomaly:
                text.Append(CultureInfo.InvariantCulture, $"{ConditionWords.Anomaly}({Show(anomaly.Metric)}{(anomaly.Detector == DetectorKind.Ewma ? ", ewma" : string.Empty)})");
                break;
        }
    }

    private static void Write(StringBuilder text, NumberNode node, int outer)
    {
        switch (node)
        {
            case NumberNode.Constant constant:
                text.Append(constant.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case NumberNode.Budget:
                text.Append(ConditionWords.Budget);
                break;
            case NumberNode.Sample sample:
                text.Append(Show(sample.Metric));
                break;
            case NumberNode.Figure figure:
                text.Append(Show(figure.Metric));
                break;
            case NumberNode.Aggregate aggregate:
                text.Append(CultureInfo.InvariantCulture, $"{aggregate.Function}({Show(aggregate.Metric)}{(aggregate.Window is { } window ? ", " + Show(window) : string.Empty)})");
                break;
            case NumberNode.Forecast forecast:
                text.Append(CultureInfo.InvariantCulture, $"{ConditionWords.Forecast}({Show(forecast.Metric)}, {Show(forecast.Horizon)})");
                break;
            case NumberNode.Negation negation:
                text.Append('-');
                Write(text, negation.Operand, SignLevel);
                break;
            case NumberNode.Arithmetic arithmetic:
                int level = arithmetic.Operator is ArithmeticOperator.Add or ArithmeticOperator.Subtract ? SumLevel : ProductLevel;
                Wrap(text, outer > level, () => Join(text, $" {ArithmeticSigns[(int)arithmetic.Operator]} ", () => Write(text, arithmetic.Left, level), () => Write(text, arithmetic.Right, level + 1)));
                break;
        }
    }

    private static void Join(StringBuilder text, string sign, Action left, Action right)
    {
        left();
        text.Append(sign);
        right();
    }

    private static void Wrap(StringBuilder text, bool needed, Action content)
    {
        text.Append(needed ? "(" : string.Empty);
        content();
        text.Append(needed ? ")" : string.Empty);
    }
}
