using Shannon.Analytics.Alerting;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics;

/// <summary>Answers session managers for the alerts of a store.</summary>
internal sealed class AlertThrottle(AlertService alerts) : IThrottle
{
    public ValueTask<ThrottleDecision> AskAsync(AgentSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(alerts.AskToStart(session.Id, session.UserId, session.Project, session.Model) is var (alert, wait)
            ? new ThrottleDecision { RetryAfter = wait, Reason = alert.Definition.Name }
            : ThrottleDecision.Allowed);
    }
}
