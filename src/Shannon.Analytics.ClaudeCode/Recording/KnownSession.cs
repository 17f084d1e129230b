namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>The start of a session as far as one file has told it. Part of the position of a file.</summary>
internal sealed record KnownSession
{
    public required string Id { get; init; }

    public required long Micros { get; init; }

    public required bool IsSidechain { get; init; }

    public string? Project { get; init; }

    public string? Model { get; init; }

    public string? Branch { get; init; }

    public string? Version { get; init; }

    public ulong Tie { get; init; }
}
