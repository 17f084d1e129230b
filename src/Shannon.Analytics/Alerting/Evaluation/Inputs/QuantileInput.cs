using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Windows;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>A percentile of the values in a window; undefined without any.</summary>
internal sealed class QuantileInput(double rank, Selector metric, long windowMicros) : ValueInput(ValuesOf(metric))
{
    private readonly SlidingTotal<QuantileTotal> _window = new(windowMicros);

    internal override double Read(long now) => _window.Read(now).Quantile(rank / 100) ?? double.NaN;

    private protected override bool Take(double value, MetricRecord record, long time, long now)
    {
        _window.Add(time, value, now);
        return true;
    }
}
