using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>When an endpoint that keeps failing is left alone for a while. Afterwards one attempt decides whether it is tried again or left alone again.</summary>
public sealed record WebhookCircuitBreaker
{
    /// <summary>After how many failed attempts in a row, 1 to 1,000; 5 by default.</summary>
    public int FailureThreshold { get; init; } = 5;

    /// <summary>For how long, 1 second to 1 day; 1 minute by default. Attempts that fall due meanwhile wait, and do not count.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromMinutes(1);

    internal void Check(List<string> errors)
    {
        OptionChecks.Range(errors, "CircuitBreaker.FailureThreshold", FailureThreshold, 1, 1_000);
        OptionChecks.Range(errors, "CircuitBreaker.BreakDuration", BreakDuration, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
    }
}
