namespace Shannon.Analytics.Integrations.Webhooks.Delivery;

/// <summary>How one attempt went.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="StatusCode">What the endpoint answered; null if it did not.</param>
/// <param name="Pause">The pause that it asked for.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record AttemptResult(WebhookOutcome Outcome, int? StatusCode, TimeSpan? Pause, DateTimeOffset StartedAt, TimeSpan Duration)
{
    internal WebhookDelivery ToDelivery(string eventId, string eventType, int attempt, DateTimeOffset? nextAttemptAt) => new()
    {
        EventId = eventId,
        EventType = eventType,
        Attempt = attempt,
        StartedAt = StartedAt,
        Duration = Duration,
        Outcome = Outcome,
        StatusCode = StatusCode,
        NextAttemptAt = nextAttemptAt,
    };
}
