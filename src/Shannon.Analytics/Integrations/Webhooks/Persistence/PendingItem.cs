namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>An event that a webhook has taken up and not settled.</summary>
/// <param name="Place">Its place in the outbox.</param>
/// <param name="Attempts">How many attempts failed.</param>
/// <param name="DueAt">When the next one is due; null for at once.</param>
internal sealed record PendingItem(long Place, int Attempts, DateTimeOffset? DueAt);
