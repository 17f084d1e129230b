using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>Looks through the parts of a condition.</summary>
internal static class ConditionWalker
{
    /// <summary>Every metric and figure named, in order, with repetitions.</summary>
    internal static IEnumerable<Selector> SelectorsOf(TruthNode node) => node switch
    {
        TruthNode.Absent absent => [absent.Metric],
        TruthNode.Anomaly anomaly => [anomaly.Metric],
        _ => NumbersOf(node).Select(SelectorOf).OfType<Selector>().Concat(TruthsOf(node).SelectMany(SelectorsOf)),
    };

    /// <summary>Every number that has no numbers within, in order.</summary>
    internal static IEnumerable<NumberNode> LeavesOf(TruthNode node) => NumbersOf(node).Concat(TruthsOf(node).SelectMany(LeavesOf));

    /// <summary>Every absence and anomaly, in order.</summary>
    internal static IEnumerable<TruthNode> EventsOf(TruthNode node) => node is TruthNode.Absent or TruthNode.Anomaly ? [node] : TruthsOf(node).SelectMany(EventsOf);

    /// <summary>Whether anything but the values of single records can make the condition hold.</summary>
    internal static bool HasLevel(TruthNode node) =>
        EventsOf(node).Any(happening => happening is TruthNode.Absent) || LeavesOf(node).Any(leaf => leaf is not (NumberNode.Sample or NumberNode.Constant or NumberNode.Budget));

    /// <summary>Whether the condition is about single records: then its occurrences are counted.</summary>
    internal static bool IsAboutRecords(TruthNode node) => node is TruthNode.Anomaly || LeavesOf(node).Any(leaf => leaf is NumberNode.Sample) || TruthsOf(node).Any(IsAboutRecords);

    /// <summary>Whether a number is the same whatever is recorded.</summary>
    internal static bool IsConstant(NumberNode node) => LeavesOf(node).All(leaf => leaf is NumberNode.Constant or NumberNode.Budget);

    private static IEnumerable<NumberNode> NumbersOf(TruthNode node) =>
        node is TruthNode.Comparison comparison ? LeavesOf(comparison.Left).Concat(LeavesOf(comparison.Right)) : [];

    private static TruthNode[] TruthsOf(TruthNode node) => node switch
    {
        TruthNode.And and => [and.Left, and.Right],
        TruthNode.Or or => [or.Left, or.Right],
        TruthNode.Not not => [not.Operand],
        _ => [],
    };

    private static IEnumerable<NumberNode> LeavesOf(NumberNode node) => node switch
    {
        NumberNode.Arithmetic arithmetic => LeavesOf(arithmetic.Left).Concat(LeavesOf(arithmetic.Right)),
        NumberNode.Negation negation => LeavesOf(negation.Operand),
        NumberNode.Magnitude magnitude => LeavesOf(magnitude.Operand),
        _ => [node],
    };

    private static Selector? SelectorOf(NumberNode node) => node switch
    {
        NumberNode.Sample sample => sample.Metric,
        NumberNode.Figure figure => figure.Metric,
        NumberNode.Aggregate aggregate => aggregate.Metric,
        NumberNode.Forecast forecast => forecast.Metric,
        _ => null,
    };
}
