using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Telemetry;

/// <summary>What a counter of Claude Code becomes.</summary>
/// <param name="Counter">The counter.</param>
/// <param name="Category">The category of the records.</param>
/// <param name="Name">The name of the records.</param>
/// <param name="Attributes">Attributes of the data points that are kept, each with the name it gets.</param>
internal sealed record CounterMap(string Counter, MetricCategory Category, string Name, params (string From, string To)[] Attributes)
{
    /// <summary>
    /// All that are recorded. Tokens, costs and lines tell of what is recorded request by request and edit by edit: they are kept beside it as what the client
    /// itself counted, in events, which no total adds up with the others.
    /// </summary>
    internal static IReadOnlyList<CounterMap> All { get; } =
    [
        new("claude_code.token.usage", MetricCategory.Event, TelemetryNames.ReportedTokens, ("type", TranscriptAttributeNames.ChangeType), ("query_source", TelemetryNames.QuerySource)),
        new("claude_code.cost.usage", MetricCategory.Event, TelemetryNames.ReportedCost, ("query_source", TelemetryNames.QuerySource)),
        new("claude_code.lines_of_code.count", MetricCategory.Event, TelemetryNames.ReportedLines, ("type", TranscriptAttributeNames.ChangeType)),
        new("claude_code.commit.count", MetricCategory.Custom, TelemetryNames.Commit),
        new("claude_code.pull_request.count", MetricCategory.Custom, TelemetryNames.PullRequest),
        new("claude_code.active_time.total", MetricCategory.Custom, TelemetryNames.ActiveTime, ("type", TranscriptAttributeNames.ChangeType)),
        new(
            "claude_code.code_edit_tool.decision",
            MetricCategory.Custom,
            TelemetryNames.EditDecision,
            ("tool_name", TranscriptAttributeNames.ToolName),
            ("decision", TelemetryNames.Decision),
            ("source", TelemetryNames.DecisionSource),
            ("language", TelemetryNames.Language)),
    ];
}
