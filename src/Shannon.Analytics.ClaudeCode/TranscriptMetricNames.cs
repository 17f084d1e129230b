namespace Shannon.Analytics.ClaudeCode;

/// <summary>The names of the metrics that an import stores, each spelled once.</summary>
public static class TranscriptMetricNames
{
    /// <summary>Tokens and cost of one model response; category token.</summary>
    public const string TokenUsage = "token_usage";

    /// <summary>One per session, at its earliest line; category session.</summary>
    public const string SessionStart = "session_start";

    /// <summary>One use of a tool; measurement <c>duration_ms</c>; category tool.</summary>
    public const string ToolUse = "tool_use";

    /// <summary>The model's API failed, or a placeholder stands for its response; category error.</summary>
    public const string Error = "error";

    /// <summary>Lines that an edit added or removed, by the attribute <see cref="TranscriptAttributeNames.ChangeType"/>; category custom.</summary>
    public const string LinesOfCode = "lines_of_code";

    /// <summary>The context was compacted; measurement <see cref="PreTokens"/>; category event.</summary>
    public const string Compaction = "compaction";

    /// <summary>Seconds from a prompt to the end of the answer; category performance.</summary>
    public const string ResponseTime = "response_time";

    /// <summary>Measurement of <see cref="Compaction"/>: tokens in the context before.</summary>
    public const string PreTokens = "pre_tokens";

    /// <summary>Measurement of <see cref="TokenUsage"/>: web searches of the server, where there were any.</summary>
    public const string WebSearchRequests = "web_search_requests";
}
