using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>What is forecast, as the background work last found; undefined before.</summary>
internal sealed class ForecastInput(ForecastValue forecast) : ConditionInput(null)
{
    internal override double Read(long now) => forecast.Value;

    private protected override void Take(MetricRecord record, string? measurement, long time, long now) =>
        throw new InvalidOperationException("A forecast takes no records.");
}
