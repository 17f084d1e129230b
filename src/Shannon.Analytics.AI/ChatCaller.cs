namespace Shannon.Analytics.AI;

/// <summary>On whose behalf a call is made. What is <see langword="null"/> or empty is taken from <see cref="ChatAnalyticsOptions"/> and the call itself.</summary>
public sealed record ChatCaller
{
    /// <summary>The session; else it is the conversation of the call.</summary>
    public string? SessionId { get; init; }

    /// <summary>The user.</summary>
    public string? UserId { get; init; }

    /// <summary>The project.</summary>
    public string? Project { get; init; }
}
