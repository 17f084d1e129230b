namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>Whether a call may be made.</summary>
public enum ApiKeyOutcome
{
    /// <summary>It may not; nothing says why: no such key, another secret, expired, disabled, revoked, or without this permission.</summary>
    Denied,

    /// <summary>It may.</summary>
    Allowed,

    /// <summary>It might, but the key was used too often within an hour.</summary>
    RateLimited,
}
