namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>How far a webhook has come, as a document of the state store: written with every step, so that a restart goes on where it stood.</summary>
internal sealed record EndpointState
{
    /// <summary>The last place of the outbox that was looked at; null before the mark of its beginning was met.</summary>
    public long? Through { get; init; }

    /// <summary>What of it is not settled, in order.</summary>
    public IReadOnlyList<PendingItem> Pending { get; init; } = [];

    public int FailuresInARow { get; init; }

    /// <summary>Until when nothing is attempted, by the circuit breaker or because the endpoint asked for it.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    public long Delivered { get; init; }

    public long FailedAttempts { get; init; }

    public long DeadLettered { get; init; }

    public DateTimeOffset? LastDeliveredAt { get; init; }

    /// <summary>Up to which place this webhook needs nothing of the outbox any more.</summary>
    internal long Settled => Pending.Count > 0 ? Pending[0].Place - 1 : Through ?? 0;
}
