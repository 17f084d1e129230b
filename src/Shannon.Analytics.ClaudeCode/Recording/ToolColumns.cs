using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>The columns of tool uses, by number.</summary>
internal static class ToolColumns
{
    internal const int Duration = 0;

    internal const int ToolName = 0;
    internal const int ToolUseId = 1;
    internal const int Quality = 2;
    internal const int AgentId = 3;
    internal const int Branch = 4;
    internal const int Version = 5;
    internal const int McpServer = 6;
    internal const int SubagentType = 7;
    internal const int SubagentId = 8;
    internal const int MessageId = 9;

    internal const int Success = 0;
    internal const int Sidechain = 1;

    internal static RecordTable NewTable(LedgerSource source, LedgerMerger merger) => new(
        MetricCategory.Tool,
        TranscriptMetricNames.ToolUse,
        source,
        merger,
        ["duration_ms"],
        [
            TranscriptAttributeNames.ToolName, TranscriptAttributeNames.ToolUseId, TranscriptAttributeNames.Quality, TranscriptAttributeNames.AgentId,
            TranscriptAttributeNames.GitBranch, TranscriptAttributeNames.Version, TranscriptAttributeNames.McpServer,
            TranscriptAttributeNames.SubagentType, TranscriptAttributeNames.SubagentId, TranscriptAttributeNames.MessageId,
        ],
        [TranscriptAttributeNames.Success, TranscriptAttributeNames.Sidechain]);
}
