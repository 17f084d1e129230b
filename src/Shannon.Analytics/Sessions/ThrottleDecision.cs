namespace Shannon.Analytics.Sessions;

/// <summary>Whether a prompt may start.</summary>
public sealed record ThrottleDecision
{
    /// <summary>It may.</summary>
    public static ThrottleDecision Allowed { get; } = new() { IsAllowed = true };

    /// <summary>Whether it may.</summary>
    public bool IsAllowed { get; init; }

    /// <summary>If not, after which time it is worth asking again; zero otherwise.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>If not, the name of the alert that forbids it.</summary>
    public string? Reason { get; init; }
}
