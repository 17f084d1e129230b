namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>Why an event was given up.</summary>
public enum WebhookDeadLetterReason
{
    /// <summary>All attempts failed.</summary>
    RetriesExhausted,

    /// <summary>The endpoint answered 410: it wants no more.</summary>
    Gone,

    /// <summary>It waited for longer than 3 days.</summary>
    Expired,

    /// <summary>The webhook is disabled.</summary>
    Disabled,
}
