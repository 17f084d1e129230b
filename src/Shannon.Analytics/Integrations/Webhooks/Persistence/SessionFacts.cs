namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>What is told when a session ended.</summary>
internal sealed record SessionFacts
{
    public string? SessionId { get; init; }

    public string? UserId { get; init; }

    public string? Project { get; init; }

    public string? Model { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public double? DurationSeconds { get; init; }
}
