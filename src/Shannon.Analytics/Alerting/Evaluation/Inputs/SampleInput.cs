using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>The value of the record that came last, as long as it is in the window.</summary>
internal sealed class SampleInput(Selector metric, long windowMicros) : ValueInput(ValuesOf(metric))
{
    private double _value = double.NaN;
    private long _time = long.MinValue;

    internal override double Read(long now) => _time > now - windowMicros ? _value : double.NaN;

    private protected override bool Take(double value, MetricRecord record, long time, long now)
    {
        if (time <= now - windowMicros)
        {
            return false;
        }

        (_value, _time) = (value, time);
        return true;
    }
}
