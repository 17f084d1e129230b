using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Windows;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>How many different sessions there are in a window.</summary>
internal sealed class SessionsInput(DerivedPart part, long windowMicros) : ValueInput(part)
{
    private readonly DistinctSessions _window = new(windowMicros);

    internal override double Read(long now) => _window.Read(now);

    private protected override bool Take(double value, MetricRecord record, long time, long now)
    {
        if (record.SessionId is { } session)
        {
            _window.Add(time, session, now);
            return true;
        }

        return false;
    }
}
