using Shannon.Analytics.Alerting.Windows;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>How many records there are in a window: all that the selector names, or those that have the measurement it names.</summary>
internal sealed class CountInput(Selector metric, long windowMicros) : ConditionInput(metric)
{
    private readonly CountWindow _window = new(windowMicros);

    /// <summary>Only records that say they failed.</summary>
    internal bool OnlyFailed { get; init; }

    internal override double Read(long now) => _window.Read(now);

    private protected override void Take(MetricRecord record, string? measurement, long time, long now)
    {
        if ((measurement is null || !double.IsNaN(RecordValues.ValueOf(record, measurement))) && (!OnlyFailed || RecordValues.HasFailed(record)))
        {
            _window.Add(time, now);
        }
    }
}
