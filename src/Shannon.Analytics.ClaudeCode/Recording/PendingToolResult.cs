namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>A tool's result whose use has not been seen: results may stand before uses. Part of the position of a file.</summary>
internal sealed record PendingToolResult
{
    public required string Id { get; init; }

    public required long Micros { get; init; }

    public required bool Success { get; init; }

    public string? SubagentId { get; init; }
}
