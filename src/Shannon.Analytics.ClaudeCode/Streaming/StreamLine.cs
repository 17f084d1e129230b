using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;

namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>
/// What one line of the live stream says, as far as it is recorded. What it shares with transcripts is in <see cref="Core"/>. Texts are ranges of the line.
/// One object is filled again for every line.
/// </summary>
internal sealed class StreamLine
{
    internal StreamLineType Type;
    internal TextRange ParentToolUseId;
    internal bool IsReplay;

    /// <summary>Of an initialisation: the version. Its folder and model are in <see cref="Core"/>.</summary>
    internal TextRange Version;
    internal TextRange Model;
    internal TextRange PermissionMode;

    /// <summary>Of a denial.</summary>
    internal TextRange ToolName;

    /// <summary>Of a denial.</summary>
    internal TextRange ToolUseId;

    /// <summary>Of a result: the tools that were not allowed to run.</summary>
    internal List<(TextRange ToolName, TextRange ToolUseId)> Denials { get; } = [];

    /// <summary>Of a piece of a response: <c>message_start</c> and so on.</summary>
    internal TextRange EventType;
    internal bool HasEventUsage;

    /// <summary>Milliseconds to the first token, of a response or of a turn.</summary>
    internal double? TimeToFirstTokenMs;

    internal TextRange ResultText;
    internal bool IsError;
    internal double? ApiDurationMs;
    internal double? Turns;
    internal double? HttpStatus;
    internal decimal? TotalCost;
    internal TextRange TerminalReason;
    internal TextRange ApiErrorType;

    /// <summary>Of all models since the process began or, where Claude Code remembers it, the session; sub-agents included.</summary>
    internal ModelTotals? Total;

    /// <summary>Of all models since the last result; newer versions only.</summary>
    internal ModelTotals? SinceLastResult;

    internal TextRange LimitStatus;
    internal TextRange LimitType;
    internal double? LimitUtilization;
    internal double? LimitResetsAt;

    internal TextRange NewSessionId;

    internal TranscriptLine Core { get; } = new();

    internal void Clear()
    {
        Core.Clear();
        Denials.Clear();
        Type = StreamLineType.Unknown;
        ParentToolUseId = Version = Model = PermissionMode = ToolName = ToolUseId = EventType = ResultText = TerminalReason = ApiErrorType = default;
        LimitStatus = LimitType = NewSessionId = default;
        IsReplay = HasEventUsage = IsError = false;
        TimeToFirstTokenMs = ApiDurationMs = Turns = HttpStatus = LimitUtilization = LimitResetsAt = null;
        TotalCost = null;
        Total = SinceLastResult = null;
    }
}
