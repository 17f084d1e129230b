namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>How an attempt ended.</summary>
public enum WebhookOutcome
{
    /// <summary>The endpoint answered 200 to 299.</summary>
    Delivered,

    /// <summary>The endpoint answered anything else; redirections are not followed.</summary>
    Rejected,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>No connection could be made, it broke, or what came was no HTTP.</summary>
    Unreachable,

    /// <summary>The address is none that may be reached; nothing was sent, and no connection opened.</summary>
    Refused,

    /// <summary>A secret that is needed cannot be decrypted; nothing was sent.</summary>
    Unreadable,
}
