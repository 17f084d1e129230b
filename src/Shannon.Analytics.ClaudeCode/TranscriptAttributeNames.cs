namespace Shannon.Analytics.ClaudeCode;

/// <summary>The names of the attributes that an import stores, and their fixed values, each spelled once.</summary>
public static class TranscriptAttributeNames
{
    /// <summary>The id of the model's response; of a tool use, of the response that called it.</summary>
    public const string MessageId = "message_id";

    /// <summary>The id of the request to the model.</summary>
    public const string RequestId = "request_id";

    /// <summary>The version of the price book behind a computed cost.</summary>
    public const string PriceVersion = "price_version";

    /// <summary>How good the figures are: <see cref="Measured"/> or <see cref="Estimated"/>.</summary>
    public const string Quality = "quality";

    /// <summary>Value of <see cref="Quality"/>: taken as it was written.</summary>
    public const string Measured = "measured";

    /// <summary>Value of <see cref="Quality"/>: derived, or known to be inexact in transcripts, as output tokens are.</summary>
    public const string Estimated = "estimated";

    /// <summary>True on records of a sub-agent; absent on others.</summary>
    public const string Sidechain = "is_sidechain";

    /// <summary>The sub-agent that the record is of.</summary>
    public const string AgentId = "agent_id";

    /// <summary>The kind of sub-agent that a tool use started, such as <c>Explore</c>.</summary>
    public const string SubagentType = "subagent_type";

    /// <summary>The id of the sub-agent that a tool use started.</summary>
    public const string SubagentId = "subagent_id";

    /// <summary>The branch that was checked out.</summary>
    public const string GitBranch = "git_branch";

    /// <summary>The version of Claude Code.</summary>
    public const string Version = "version";

    /// <summary>The service tier of a response.</summary>
    public const string ServiceTier = "service_tier";

    /// <summary>The speed of a response, such as <c>fast</c>.</summary>
    public const string Speed = "speed";

    /// <summary>Where a response was computed, such as <c>us</c>.</summary>
    public const string InferenceGeo = "inference_geo";

    /// <summary>The tool.</summary>
    public const string ToolName = "tool_name";

    /// <summary>The id that links use and result.</summary>
    public const string ToolUseId = "tool_use_id";

    /// <summary>Whether the tool succeeded; absent as long as no result is known.</summary>
    public const string Success = "success";

    /// <summary>The MCP server of a tool named <c>mcp__server__tool</c>.</summary>
    public const string McpServer = "mcp_server";

    /// <summary>What kind of error, such as <c>api_error</c> or <c>rate_limit</c>.</summary>
    public const string ErrorType = "error_type";

    /// <summary>How bad an error is: <c>warning</c> or <c>error</c>.</summary>
    public const string Severity = "severity";

    /// <summary>Whether Claude Code tried again after the error.</summary>
    public const string Recoverable = "recoverable";

    /// <summary>The HTTP status of an error.</summary>
    public const string StatusCode = "status_code";

    /// <summary>The number of the attempt that failed.</summary>
    public const string Attempt = "attempt";

    /// <summary>Of <see cref="TranscriptMetricNames.LinesOfCode"/>: <see cref="LinesAdded"/> or <see cref="LinesRemoved"/>.</summary>
    public const string ChangeType = "type";

    /// <summary>Value of <see cref="ChangeType"/>.</summary>
    public const string LinesAdded = "added";

    /// <summary>Value of <see cref="ChangeType"/>.</summary>
    public const string LinesRemoved = "removed";

    /// <summary>What set off a compaction: <c>manual</c> or <c>auto</c>.</summary>
    public const string Trigger = "trigger";
}
