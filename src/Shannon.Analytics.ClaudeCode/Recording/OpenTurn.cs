namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>A prompt whose answer may still go on. Part of the position of a file.</summary>
internal sealed record OpenTurn
{
    /// <summary>The prompt's id.</summary>
    public required string Id { get; init; }

    public required long StartMicros { get; init; }

    /// <summary>The last line of the answer so far; 0 for none.</summary>
    public long EndMicros { get; init; }

    public string? Session { get; init; }

    public string? Project { get; init; }

    public string? Model { get; init; }

    public string? Branch { get; init; }

    public string? Version { get; init; }

    public ulong Tie { get; init; }
}
