using Shannon.Analytics.Alerting;
using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Alerting.Conditions;

/// <summary>Makes conditions of every form.</summary>
internal static class SomeConditions
{
    private static readonly string[] Names = ["response_time", "my.metric", "with \"quotes\"", "and", "Budget", "error", "cost", "all", "*", "2fast", "größe", "a b", "p95", "for", "count"];
    private static readonly string[] Functions = ["avg", "sum", "min", "max", "count", "std", "p50", "p95", "p99.9", "p0", "p100", "rate", "last"];

    public static AlertCondition Condition(Random random) => new(Truth(random, random.Next(6)), random.Next(2) == 0 ? TimeSpan.Zero : Duration(random));

    private static TruthNode Truth(Random random, int depth) => random.Next(depth == 0 ? 3 : 7) switch
    {
        0 => new TruthNode.Comparison((ComparisonOperator)random.Next(6), Number(random, depth), Number(random, depth)),
        1 => new TruthNode.Absent(Metric(random), Duration(random)),
        2 => new TruthNode.Anomaly(Metric(random), (DetectorKind)random.Next(2)),
        3 or 4 => new TruthNode.And(Truth(random, depth - 1), Truth(random, depth - 1)),
        5 => new TruthNode.Or(Truth(random, depth - 1), Truth(random, depth - 1)),
        _ => new TruthNode.Not(Truth(random, depth - 1)),
    };

    private static NumberNode Number(Random random, int depth) => random.Next(depth == 0 ? 6 : 10) switch
    {
        0 => new NumberNode.Constant(Math.Abs(Some.Number(random))),
        1 => new NumberNode.Budget(),
        2 => new NumberNode.Sample(Metric(random)),
        3 => new NumberNode.Figure(Selector.Parse(Some.OneOf<string>(random, "error_rate", "active_sessions", "tokens_per_second"))),
        4 => new NumberNode.Aggregate(AggregateFunction.Parse(Some.OneOf<string>(random, Functions)), Metric(random), random.Next(2) == 0 ? null : Duration(random)),
        5 => new NumberNode.Forecast(Metric(random), TimeSpan.FromDays(random.Next(1, 91))),
        6 => new NumberNode.Negation(Number(random, depth - 1)),
        _ => new NumberNode.Arithmetic((ArithmeticOperator)random.Next(4), Number(random, depth - 1), Number(random, depth - 1)),
    };

    private static Selector Metric(Random random) => random.Next(4) switch
    {
        0 => Selector.Of(Some.OneOf<string>(random, Names), Some.OneOf<string?>(random, null, "value", "my.value", "not")),
        1 => Selector.OfCategory((MetricCategory)random.Next(1, 10), Some.OneOf<string?>(random, null, "cpu_percent", "a-b")),
        2 => Selector.Parse(Some.OneOf<string>(random, "cost", "cpu_usage")),
        _ => Selector.All,
    };

    private static TimeSpan Duration(Random random) => TimeSpan.FromMilliseconds(Some.OneOf<long>(random, 1_000, 1_500, 60_000, 90_000, 3_600_000, 86_400_000, 604_800_000));
}
