using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>What it takes to begin watching alerts that are made one by one while records come: a record is evaluated after each, so that each must be found at once.</summary>
[MemoryDiagnoser]
public class AlertCreationBenchmarks
{
    private readonly MetricRecord _record = new()
    {
        Id = 1,
        Timestamp = TimeProvider.System.GetUtcNow(),
        Category = MetricCategory.Performance,
        Name = "response_time",
        UserId = "user-0",
        Measurements = new MeasurementSet { ["value"] = 1 },
    };

    private Alert[] _alerts = [];

    /// <summary>How many alerts are made.</summary>
    [Params(1_000, 10_000)]
    public int Alerts { get; set; }

    /// <summary>Whether each alert is about a user of its own, or all are about every record with limits of their own.</summary>
    [Params("user", "own limit")]
    public string Kind { get; set; } = "user";

    /// <summary>Makes the definitions.</summary>
    [GlobalSetup]
    public void SetUp() => _alerts = [.. Enumerable.Range(0, Alerts).Select(Make)];

    /// <summary>All of them, one by one.</summary>
    [Benchmark]
    public int OneByOne()
    {
        var evaluator = new AlertEvaluator(TimeProvider.System);
        foreach (Alert alert in _alerts)
        {
            evaluator.Put(new AlertRule(alert, evaluator.Clock.Now));
            evaluator.Take(_record);
        }

        return evaluator.Count;
    }

    // Limits come in no order, and the record is beyond none.
    private Alert Make(int i)
    {
        string condition = FormattableString.Invariant($"response_time > {(Kind == "user" ? 2 : 2 + (i * 7_919 % Alerts))}");
        var scope = new MetricFilter { UserId = Kind == "user" ? FormattableString.Invariant($"user-{i}") : null };
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new Alert(FormattableString.Invariant($"alert-{i}"), new AlertDefinition { Name = "slow", Condition = condition, Scope = scope }, now, now);
    }
}
