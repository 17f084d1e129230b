using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>What is forecast for a group, as the background work last found; undefined before. Takes no records.</summary>
internal sealed class ForecastInput(GroupForecasts forecasts, string key) : ConditionInput
{
    internal override bool Take(MetricRecord record, long time, long now) => false;

    internal override double Read(long now) => forecasts.ValueOf(key);
}
