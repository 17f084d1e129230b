namespace Shannon.Analytics.ClaudeCode;

/// <summary>What a client can do, by the options that its help names. Immutable.</summary>
public sealed record ClaudeCapabilities
{
    /// <summary>It takes prompts as lines of JSON, so that one process can answer many.</summary>
    public required bool StreamingInput { get; init; }

    /// <summary>It shows responses piece by piece, which tells exact output tokens while a prompt runs.</summary>
    public required bool PartialMessages { get; init; }

    /// <summary>A session's id can be chosen.</summary>
    public required bool ChosenSessionId { get; init; }

    /// <summary>It can be told to stop at a cost.</summary>
    public required bool CostLimit { get; init; }

    internal static ClaudeCapabilities Of(string help) => new()
    {
        StreamingInput = help.Contains("--input-format", StringComparison.Ordinal),
        PartialMessages = help.Contains("--include-partial-messages", StringComparison.Ordinal),
        ChosenSessionId = help.Contains("--session-id", StringComparison.Ordinal),
        CostLimit = help.Contains("--max-budget-usd", StringComparison.Ordinal),
    };
}
