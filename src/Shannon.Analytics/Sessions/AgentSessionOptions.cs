namespace Shannon.Analytics.Sessions;

/// <summary>What a new session shall be. Everything is optional.</summary>
public sealed record AgentSessionOptions
{
    /// <summary>Who runs it.</summary>
    public string? UserId { get; init; }

    /// <summary>What it works on, often a folder.</summary>
    public string? Project { get; init; }

    /// <summary>The model to use; the manager's default when not given.</summary>
    public string? Model { get; init; }
}
