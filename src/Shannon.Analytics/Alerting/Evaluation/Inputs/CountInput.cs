using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Windows;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>How many records there are in a window: all that the part names, or those that have the measurement it names.</summary>
internal sealed class CountInput(DerivedPart part, long windowMicros) : ValueInput(part)
{
    private readonly SlidingTotal<CountTotal> _window = new(windowMicros);

    internal CountInput(Selector metric, long windowMicros)
        : this(RecordsOf(metric), windowMicros)
    {
    }

    internal override double Read(long now) => _window.Read(now).Count;

    private protected override bool Take(double value, MetricRecord record, long time, long now)
    {
        _window.Add(time, value, now);
        return true;
    }
}
