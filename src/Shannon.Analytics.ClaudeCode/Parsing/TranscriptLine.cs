using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>What one line of a transcript says, as far as the import uses it. Texts are ranges of the line. One object is filled again for every line.</summary>
internal sealed class TranscriptLine
{
    internal LineType Type;
    internal TextRange TypeText;
    internal TextRange Subtype;
    internal TextRange Uuid;
    internal TextRange Timestamp;
    internal TextRange SessionId;
    internal TextRange Version;
    internal TextRange Project;
    internal TextRange GitBranch;
    internal TextRange AgentId;
    internal TextRange RequestId;
    internal bool IsSidechain;
    internal bool IsForked;
    internal bool IsMeta;
    internal bool IsCompactSummary;
    internal bool IsApiError;
    internal decimal? ReportedCost;
    internal double? DurationMs;

    /// <summary>Of a compaction.</summary>
    internal TextRange Trigger;

    /// <summary>Of a compaction.</summary>
    internal double? PreTokens;

    /// <summary>Of an error: the kind, where it is a text.</summary>
    internal TextRange ErrorText;
    internal double? ErrorStatus;

    /// <summary>The HTTP status that a placeholder stands for.</summary>
    internal double? ApiErrorStatus;
    internal double? Attempt;
    internal double? MaxAttempts;

    /// <summary>Of a failed attempt: milliseconds until the next one.</summary>
    internal double? RetryDelayMs;

    internal bool HasMessage;
    internal TextRange MessageId;
    internal TextRange Model;

    /// <summary>The content is a text, or holds something beside tool results.</summary>
    internal bool HasProse;
    internal bool HasUsage;
    internal Usage Usage;

    /// <summary>A count is negative, absurdly large or no number.</summary>
    internal bool HasBadNumber;

    /// <summary>Of the result of an edit.</summary>
    internal long LinesAdded;

    /// <summary>Of the result of an edit.</summary>
    internal long LinesRemoved;

    /// <summary>The patch does not show its lines, so only the difference of lengths is known.</summary>
    internal bool LinesAreEstimated;

    /// <summary>Of the result of a sub-agent.</summary>
    internal TextRange ResultAgentId;

    internal List<ContentBlock> Blocks { get; } = [];

    internal void Clear()
    {
        Type = LineType.Unknown;
        TypeText = Subtype = Uuid = Timestamp = SessionId = Version = Project = GitBranch = AgentId = RequestId = default;
        IsSidechain = IsForked = IsMeta = IsCompactSummary = IsApiError = false;
        ReportedCost = null;
        DurationMs = null;
        Trigger = default;
        PreTokens = null;
        ErrorText = default;
        ErrorStatus = ApiErrorStatus = Attempt = MaxAttempts = RetryDelayMs = null;
        HasBadNumber = false;
        ClearMessage();
        ClearToolResult();
    }

    internal void ClearMessage()
    {
        HasMessage = HasProse = HasUsage = false;
        MessageId = Model = default;
        Usage = default;
        Blocks.Clear();
    }

    internal void ClearToolResult()
    {
        LinesAdded = LinesRemoved = 0;
        LinesAreEstimated = false;
        ResultAgentId = default;
    }
}
