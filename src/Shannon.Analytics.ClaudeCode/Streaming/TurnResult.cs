namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>How a turn ended, as Claude Code says.</summary>
internal sealed record TurnResult
{
    internal required string Text { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    internal string? ErrorType { get; init; }

    /// <summary>What it cost by Claude Code's own estimate, sub-agents included; null if it does not say.</summary>
    internal decimal? Cost { get; init; }

    /// <summary>Its tokens, sub-agents included; null if it does not say.</summary>
    internal long? Tokens { get; init; }

    internal double? DurationMs { get; init; }
}
