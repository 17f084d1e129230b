namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>Whether a call may be made.</summary>
public sealed record ApiKeyDecision
{
    internal static ApiKeyDecision Denied { get; } = new();

    /// <summary>Whether it may, or why not.</summary>
    public ApiKeyOutcome Outcome { get; init; }

    /// <summary>Whether it may.</summary>
    public bool IsAllowed => Outcome == ApiKeyOutcome.Allowed;

    /// <summary>The id of the key; <see langword="null"/> if the call was denied.</summary>
    public string? KeyId { get; init; }

    /// <summary>After how long the next call may be allowed, for one that was rate-limited.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
