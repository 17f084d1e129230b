namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>A use of a tool whose result has not been seen. Part of the position of a file, so its form is versioned with it.</summary>
internal sealed record PendingToolUse
{
    public required string Id { get; init; }

    public required string ToolName { get; init; }

    public required long Micros { get; init; }

    public string? Session { get; init; }

    public string? Project { get; init; }

    public string? Model { get; init; }

    public string? Branch { get; init; }

    public string? Version { get; init; }

    public string? AgentId { get; init; }

    public string? MessageId { get; init; }

    public string? SubagentType { get; init; }

    public bool IsSidechain { get; init; }

    public bool IsForked { get; init; }

    public ulong Tie { get; init; }
}
