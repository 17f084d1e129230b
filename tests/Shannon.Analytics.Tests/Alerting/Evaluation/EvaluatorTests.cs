using Shannon.Analytics.Alerting;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Alerting.Evaluation;

/// <summary>An evaluator, the clock it runs by, and the records it is shown.</summary>
public abstract class EvaluatorTests
{
    private protected EvaluatorTests() => Evaluator = new(Time);

    private protected JumpingTime Time { get; } = new();

    private protected AlertEvaluator Evaluator { get; }

    /// <summary>Has an alert watched; says where it stands.</summary>
    private protected AlertStatus Watch(AlertDefinition definition)
    {
        definition.Validate();
        var rule = new AlertRule(new Alert(Guid.NewGuid().ToString("N"), definition, Time.GetUtcNow(), Time.GetUtcNow()), Evaluator.Clock.Now);
        Evaluator.Put(rule);
        return Status(rule.Alert.Id);
    }

    /// <summary>Puts a fresh rule in the place of an alert's present one.</summary>
    private protected void PutAgain(string id) => Evaluator.Put(new AlertRule(Evaluator.Read(id, (rules, _) => rules.Single().Alert), Evaluator.Clock.Now));

    private protected AlertStatus Status(string id) => Evaluator.Read(id, (rules, now) => AlertStatusReader.Read(rules.Single(), now, isSilenced: false));

    private protected void Respond(params double[] seconds)
    {
        foreach (double value in seconds)
        {
            Take(new PerformanceMetric("response_time", value));
        }
    }

    private protected MetricRecord RecordOf(MetricInput metric) => SomeRecords.Of(metric, Time.GetUtcNow());

    private protected void Take(MetricInput metric) => Evaluator.Take(RecordOf(metric));

    private protected void Pass(TimeSpan time)
    {
        Time.Elapsed += time;
        Evaluator.Tick();
    }
}
