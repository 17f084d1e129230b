namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>An event that could not be delivered. The newest 1,000 of each webhook are kept.</summary>
public sealed record WebhookDeadLetter
{
    /// <summary>The event's id.</summary>
    public required string EventId { get; init; }

    /// <summary>What happened, such as <c>session_complete</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset HappenedAt { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset GivenUpAt { get; init; }

    /// <summary>Why.</summary>
    public required WebhookDeadLetterReason Reason { get; init; }

    /// <summary>How many attempts were made.</summary>
    public required int Attempts { get; init; }

    /// <summary>What there was to say: a JSON object.</summary>
    public required string Data { get; init; }
}
