namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>A webhook as a document of the state store.</summary>
internal sealed record WebhookDocument
{
    /// <summary>What it does, with encrypted header values.</summary>
    public required WebhookModel Definition { get; init; }

    /// <summary>The secret, encrypted.</summary>
    public required string Secret { get; init; }

    /// <summary>The secret before, encrypted, while messages are signed with it too.</summary>
    public string? PreviousSecret { get; init; }

    public DateTimeOffset? PreviousSecretUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? DisabledReason { get; init; }

    internal WebhookDocument WithEnabled(bool isEnabled, string? reason) => this with { Definition = Definition with { IsEnabled = isEnabled }, DisabledReason = reason };
}
