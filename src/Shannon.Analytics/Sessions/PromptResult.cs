namespace Shannon.Analytics.Sessions;

/// <summary>What came of a prompt.</summary>
public sealed record PromptResult
{
    /// <summary>The session that ran it.</summary>
    public required string SessionId { get; init; }

    /// <summary>The answer; empty if it failed.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded { get; init; } = true;

    /// <summary>Why it failed; <see langword="null"/> if it did not.</summary>
    public string? ErrorType { get; init; }

    /// <summary>For a prompt that a throttle kept from starting, after which time it is worth trying again; <see langword="null"/> otherwise.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Tokens used, in and out together; <see langword="null"/> if unknown.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>Reported cost in US dollars; <see langword="null"/> if unknown.</summary>
    public decimal? Cost { get; init; }
}
