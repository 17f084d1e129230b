namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>How the waits between attempts grow.</summary>
public enum WebhookBackoff
{
    /// <summary>Each doubles the one before: 1, 2, 4, 8 times the delay.</summary>
    Exponential,

    /// <summary>Each is longer by the delay: 1, 2, 3, 4 times.</summary>
    Linear,

    /// <summary>All are the delay.</summary>
    Fixed,
}
