namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>A circuit breaker as JSON.</summary>
internal sealed record BreakerModel
{
    public int? FailureThreshold { get; init; }

    public double? BreakDuration { get; init; }

    internal WebhookCircuitBreaker ToBreaker()
    {
        var usual = new WebhookCircuitBreaker();
        return new() { FailureThreshold = FailureThreshold ?? usual.FailureThreshold, BreakDuration = WebhookModel.SecondsOr(BreakDuration, usual.BreakDuration) };
    }
}
