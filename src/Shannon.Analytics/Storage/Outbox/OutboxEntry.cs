namespace Shannon.Analytics.Storage.Outbox;

/// <summary>An event at its place in the outbox.</summary>
/// <param name="Place">Its place: rising in the order of commits.</param>
/// <param name="AppendedAt">When it was put there.</param>
/// <param name="Event">The event; null if it cannot be read.</param>
internal sealed record OutboxEntry(long Place, DateTimeOffset AppendedAt, OutboxEvent? Event);
