namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>A webhook as it is kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it does; header values masked and without the secret.</param>
/// <param name="Version">1 when created, one more with every change.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record Webhook(string Id, WebhookDefinition Definition, long Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Why the library disabled it: <c>gone</c> if the endpoint answered 410; <see langword="null"/> if it did not.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>The name, or the host of the address.</summary>
    internal string Label => Definition.Name ?? Definition.Url.Host;
}
