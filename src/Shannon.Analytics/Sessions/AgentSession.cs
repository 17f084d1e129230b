namespace Shannon.Analytics.Sessions;

/// <summary>A session that a session manager runs.</summary>
/// <param name="Id">Its id, which every metric of the session carries.</param>
public sealed record AgentSession(string Id)
{
    /// <summary>Who runs it, if known.</summary>
    public string? UserId { get; init; }

    /// <summary>What it works on, if known.</summary>
    public string? Project { get; init; }

    /// <summary>The model it uses, if known.</summary>
    public string? Model { get; init; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
