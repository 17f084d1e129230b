namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>One attempt to deliver an event, as the delivery log keeps it. Without what the endpoint answered beyond its status, which may be anything.</summary>
public sealed record WebhookDelivery
{
    /// <summary>The event's id, as the endpoint sees it in <c>webhook-id</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>What happened, such as <c>session_complete</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>Which attempt: 1 for the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How it ended.</summary>
    public required WebhookOutcome Outcome { get; init; }

    /// <summary>The status that the endpoint answered; <see langword="null"/> if it did not.</summary>
    public int? StatusCode { get; init; }

    /// <summary>When it is tried again; <see langword="null"/> if it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
