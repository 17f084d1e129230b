namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>What must be remembered of the lines read so far to understand the next ones. Part of the position of a file. Immutable.</summary>
internal sealed record FileCarry
{
    /// <summary>The last time seen, for lines without one.</summary>
    public long LastMicros { get; init; }

    public KnownSession? Session { get; init; }

    public OpenTurn? Turn { get; init; }

    public IReadOnlyList<PendingToolUse> Uses { get; init; } = [];

    public IReadOnlyList<PendingToolResult> Results { get; init; } = [];
}
