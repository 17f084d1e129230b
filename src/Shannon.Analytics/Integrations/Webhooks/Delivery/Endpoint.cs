namespace Shannon.Analytics.Integrations.Webhooks.Delivery;

/// <summary>Where to send, with its secrets in the clear: never kept, logged or printed.</summary>
internal sealed class Endpoint
{
    public required Uri Url { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required string Secret { get; init; }

    public string? PreviousSecret { get; init; }

    public DateTimeOffset? PreviousSecretUntil { get; init; }

    internal IEnumerable<string> SecretsAt(DateTimeOffset now) => PreviousSecret is { } previous && now < PreviousSecretUntil ? [Secret, previous] : [Secret];
}
