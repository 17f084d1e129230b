using Shannon.Analytics.Alerting.Windows;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>A percentile of the values in a window; undefined without any.</summary>
internal sealed class QuantileInput(double rank, Selector metric, long windowMicros) : ConditionInput(metric)
{
    private readonly QuantileWindow _window = new(windowMicros);

    internal override double Read(long now) => _window.Read(rank / 100, now) ?? double.NaN;

    private protected override void Take(MetricRecord record, string? measurement, long time, long now)
    {
        if (RecordValues.ValueOf(record, measurement) is var value && !double.IsNaN(value))
        {
            _window.Add(time, value, now);
        }
    }
}
