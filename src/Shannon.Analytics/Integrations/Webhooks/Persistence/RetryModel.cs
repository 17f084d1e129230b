namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>A retry policy as JSON.</summary>
internal sealed record RetryModel
{
    public int? MaxRetries { get; init; }

    public WebhookBackoff? Backoff { get; init; }

    public double? Delay { get; init; }

    public double? MaxDelay { get; init; }

    public double? Jitter { get; init; }

    internal WebhookRetryPolicy ToPolicy()
    {
        var usual = new WebhookRetryPolicy();
        return new()
        {
            MaxRetries = MaxRetries ?? usual.MaxRetries,
            Backoff = Backoff ?? usual.Backoff,
            Delay = WebhookModel.SecondsOr(Delay, usual.Delay),
            MaxDelay = WebhookModel.SecondsOr(MaxDelay, usual.MaxDelay),
            Jitter = Jitter ?? usual.Jitter,
        };
    }
}
