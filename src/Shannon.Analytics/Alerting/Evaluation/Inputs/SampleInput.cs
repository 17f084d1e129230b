using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>The value of the record that came last, as long as it is in the window.</summary>
internal sealed class SampleInput(Selector metric, long windowMicros) : ConditionInput(metric)
{
    private double _value = double.NaN;
    private long _time = long.MinValue;

    internal override double Read(long now) => _time > now - windowMicros ? _value : double.NaN;

    private protected override void Take(MetricRecord record, string? measurement, long time, long now)
    {
        if (RecordValues.ValueOf(record, measurement) is var value && !double.IsNaN(value) && time > now - windowMicros)
        {
            (_value, _time) = (value, time);
        }
    }
}
