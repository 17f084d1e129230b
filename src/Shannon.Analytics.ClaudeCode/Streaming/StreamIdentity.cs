namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>What is known of a session before its process says anything.</summary>
internal sealed record StreamIdentity
{
    internal required string SessionId { get; init; }

    internal string? UserId { get; init; }

    internal string? Project { get; init; }

    internal string? Model { get; init; }

    internal string? Branch { get; init; }

    internal string? Version { get; init; }
}
