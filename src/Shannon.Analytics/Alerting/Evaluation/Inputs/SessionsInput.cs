using Shannon.Analytics.Alerting.Windows;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>How many different sessions there are in a window.</summary>
internal sealed class SessionsInput(Selector metric, long windowMicros) : ConditionInput(metric)
{
    private readonly SessionWindow _window = new(windowMicros);

    internal override double Read(long now) => _window.Read(now);

    private protected override void Take(MetricRecord record, string? measurement, long time, long now)
    {
        if (record.SessionId is { } session)
        {
            _window.Add(time, session, now);
        }
    }
}
