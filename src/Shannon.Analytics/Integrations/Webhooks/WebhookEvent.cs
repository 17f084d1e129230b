namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>Something of the host's own to tell webhooks.</summary>
/// <param name="Type">Its name: 3 to 64 of the characters <c>a-z 0-9 _ . -</c>, with a dot inside, such as <c>deploy.finished</c>.</param>
/// <param name="Data">What there is to say, as a JSON object of up to 64 KiB.</param>
public sealed record WebhookEvent(string Type, string Data)
{
    /// <summary>Most bytes of <see cref="Data"/> in UTF-8: 64 KiB.</summary>
    public const int MaxDataBytes = 64 << 10;

    /// <summary>The host's own key of the happening: published twice, both have one id, by which receivers tell repetitions. A new id by default.</summary>
    public string? Key { get; init; }
}
