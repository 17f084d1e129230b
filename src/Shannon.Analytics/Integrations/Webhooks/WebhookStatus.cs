namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>How a webhook fares. Every event that was for it is delivered, given up, or still pending.</summary>
public sealed record WebhookStatus
{
    /// <summary>The webhook's id.</summary>
    public required string WebhookId { get; init; }

    /// <summary>What it does at the moment.</summary>
    public required WebhookState State { get; init; }

    /// <summary>Until when it waits; <see langword="null"/> if it does not.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>Events that the endpoint took, ever.</summary>
    public long Delivered { get; init; }

    /// <summary>Attempts that failed, ever.</summary>
    public long FailedAttempts { get; init; }

    /// <summary>Events that were given up, ever; see <see cref="IWebhooks.ListDeadLettersAsync"/>.</summary>
    public long DeadLettered { get; init; }

    /// <summary>Events of which the endpoint has not heard the last: up to 100 that are under way or wait for another attempt. More may wait behind them.</summary>
    public int Pending { get; init; }

    /// <summary>Attempts that failed since the last that did not.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>When the endpoint last took an event; <see langword="null"/> if it never did.</summary>
    public DateTimeOffset? LastDeliveredAt { get; init; }
}
