using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;

namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>Reads one line of <c>--output-format stream-json</c>. Members may come in any order, and unknown ones are passed over.</summary>
internal static class StreamLineParser
{
    /// <summary>Fills in what the line says.</summary>
    /// <returns>False if the line is not one JSON object.</returns>
    internal static bool TryParse(ReadOnlySpan<byte> line, StreamLine into)
    {
        into.Clear();
        var cursor = new JsonCursor(line);
        bool first = true;
        if (cursor.Peek() != JsonKind.Object || !cursor.EnterObject())
        {
            return false;
        }

        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = LineParser.Name(line, name);
            if (!TryReadShared(ref cursor, line, text, into) && !TryReadResult(ref cursor, line, text, into))
            {
                ReadOther(ref cursor, line, text, into);
            }
        }

        into.Type = TypeOf(line, into);
        return !cursor.Failed && cursor.IsAtEnd;
    }

    private static StreamLineType TypeOf(ReadOnlySpan<byte> line, StreamLine parsed)
    {
        TextRange type = parsed.Core.TypeText;
        if (type.Is(line, "system"u8))
        {
            return SystemTypeOf(line, parsed.Core.Subtype);
        }

        return type.Is(line, "assistant"u8) ? StreamLineType.Assistant
            : type.Is(line, "user"u8) ? StreamLineType.User
            : type.Is(line, "stream_event"u8) ? StreamLineType.Event
            : type.Is(line, "result"u8) ? StreamLineType.Result
            : type.Is(line, "rate_limit_event"u8) ? StreamLineType.RateLimit
            : type.Is(line, "conversation_reset"u8) ? StreamLineType.Reset
            : type.Is(line, "command_lifecycle"u8) || type.Is(line, "tool_progress"u8) || type.Is(line, "control_response"u8) || type.Is(line, "control_request"u8)
                || type.Is(line, "keep_alive"u8) ? StreamLineType.Ignored
            : StreamLineType.Unknown;
    }

    // The other subtypes are many, and none of them says anything that is recorded.
    private static StreamLineType SystemTypeOf(ReadOnlySpan<byte> line, TextRange subtype) =>
        subtype.Is(line, "init"u8) ? StreamLineType.Init
        : subtype.Is(line, "api_retry"u8) ? StreamLineType.Retry
        : subtype.Is(line, "compact_boundary"u8) ? StreamLineType.Compaction
        : subtype.Is(line, "permission_denied"u8) ? StreamLineType.Denial
        : StreamLineType.Ignored;

    private static bool TryReadShared(ref JsonCursor cursor, ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, StreamLine into)
    {
        TranscriptLine core = into.Core;
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("type"u8):
                core.TypeText = cursor.ReadText();
                return true;
            case 4 when name.SequenceEqual("uuid"u8):
                core.Uuid = cursor.ReadText();
                return true;
            case 5 when name.SequenceEqual("error"u8):
                LineParser.ReadError(ref cursor, line, core);
                return true;
            case 5 when name.SequenceEqual("event"u8):
                ReadEvent(ref cursor, line, into);
                return true;
            case 7 when name.SequenceEqual("message"u8):
                MessageParser.Read(ref cursor, line, core);
                return true;
            case 7 when name.SequenceEqual("subtype"u8):
                core.Subtype = cursor.ReadText();
                return true;
            case 8 when name.SequenceEqual("agent_id"u8):
                core.AgentId = cursor.ReadText();
                return true;
            case 8 when name.SequenceEqual("isReplay"u8):
                into.IsReplay = cursor.ReadBoolean();
                return true;
            case 9 when name.SequenceEqual("timestamp"u8):
                core.Timestamp = cursor.ReadText();
                return true;
            case 10 when name.SequenceEqual("session_id"u8):
                core.SessionId = cursor.ReadText();
                return true;
            case 10 when name.SequenceEqual("request_id"u8):
                core.RequestId = cursor.ReadText();
                return true;
            case 15 when name.SequenceEqual("tool_use_result"u8):
                ToolResultParser.Read(ref cursor, line, core);
                return true;
            case 18 when name.SequenceEqual("parent_tool_use_id"u8):
                into.ParentToolUseId = cursor.ReadText();
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadResult(ref JsonCursor cursor, ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, StreamLine into)
    {
        switch (name.Length)
        {
            case 6 when name.SequenceEqual("result"u8):
                into.ResultText = cursor.ReadText();
                return true;
            case 7 when name.SequenceEqual("ttft_ms"u8):
                into.TimeToFirstTokenMs = NumberReader.ReadDouble(ref cursor);
                return true;
            case 8 when name.SequenceEqual("is_error"u8):
                into.IsError = cursor.ReadBoolean();
                return true;
            case 8 when name.SequenceEqual("cost_usd"u8):
                into.TotalCost ??= NumberReader.ReadCost(ref cursor);
                return true;
            case 9 when name.SequenceEqual("num_turns"u8):
                into.Turns = NumberReader.ReadDouble(ref cursor);
                return true;
            case 10 when name.SequenceEqual("modelUsage"u8):
                into.Total = ReadModels(ref cursor, line);
                return true;
            case 11 when name.SequenceEqual("duration_ms"u8):
                into.Core.DurationMs = NumberReader.ReadDouble(ref cursor);
                return true;
            case 14 when name.SequenceEqual("total_cost_usd"u8):
                into.TotalCost = NumberReader.ReadCost(ref cursor) ?? into.TotalCost;
                return true;
            case 14 when name.SequenceEqual("api_error_type"u8):
                into.ApiErrorType = cursor.ReadText();
                return true;
            case 15 when name.SequenceEqual("duration_api_ms"u8):
                into.ApiDurationMs = NumberReader.ReadDouble(ref cursor);
                return true;
            case 15 when name.SequenceEqual("terminal_reason"u8):
                into.TerminalReason = cursor.ReadText();
                return true;
            case 16 when name.SequenceEqual("api_error_status"u8):
                into.HttpStatus = NumberReader.ReadDouble(ref cursor);
                return true;
            case 18 when name.SequenceEqual("permission_denials"u8):
                DenialParser.Read(ref cursor, line, into.Denials);
                return true;
            case 29 when name.SequenceEqual("model_usage_since_last_result"u8):
                into.SinceLastResult = ReadModels(ref cursor, line);
                return true;
            default:
                return false;
        }
    }

    private static void ReadOther(ref JsonCursor cursor, ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, StreamLine into)
    {
        TranscriptLine core = into.Core;
        switch (name.Length)
        {
            case 3 when name.SequenceEqual("cwd"u8):
                core.Project = cursor.ReadText();
                break;
            case 5 when name.SequenceEqual("model"u8):
                into.Model = cursor.ReadText();
                break;
            case 7 when name.SequenceEqual("attempt"u8):
                core.Attempt = NumberReader.ReadDouble(ref cursor);
                break;
            case 9 when name.SequenceEqual("tool_name"u8):
                into.ToolName = cursor.ReadText();
                break;
            case 11 when name.SequenceEqual("tool_use_id"u8):
                into.ToolUseId = cursor.ReadText();
                break;
            case 11 when name.SequenceEqual("max_retries"u8):
                core.MaxAttempts = NumberReader.ReadDouble(ref cursor);
                break;
            case 12 when name.SequenceEqual("error_status"u8):
                into.HttpStatus = NumberReader.ReadDouble(ref cursor);
                break;
            case 14 when name.SequenceEqual("retry_delay_ms"u8):
                core.RetryDelayMs = NumberReader.ReadDouble(ref cursor);
                break;
            case 14 when name.SequenceEqual("permissionMode"u8):
                into.PermissionMode = cursor.ReadText();
                break;
            case 15 when name.SequenceEqual("rate_limit_info"u8):
                ReadLimit(ref cursor, line, into);
                break;
            case 16 when name.SequenceEqual("compact_metadata"u8):
                LineParser.ReadCompaction(ref cursor, line, core);
                break;
            case 19 when name.SequenceEqual("claude_code_version"u8):
                into.Version = cursor.ReadText();
                break;
            case 19 when name.SequenceEqual("new_conversation_id"u8):
                into.NewSessionId = cursor.ReadText();
                break;
            default:
                cursor.Skip();
                break;
        }
    }

    private static void ReadEvent(ref JsonCursor cursor, ReadOnlySpan<byte> line, StreamLine into)
    {
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = LineParser.Name(line, name);
            if (text.SequenceEqual("type"u8))
            {
                into.EventType = cursor.ReadText();
            }
            else if (text.SequenceEqual("message"u8))
            {
                MessageParser.Read(ref cursor, line, into.Core);
            }
            else if (text.SequenceEqual("usage"u8))
            {
                MessageParser.ReadUsage(ref cursor, line, into.Core);
                into.HasEventUsage = into.Core.HasUsage;
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private static void ReadLimit(ref JsonCursor cursor, ReadOnlySpan<byte> line, StreamLine into)
    {
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = LineParser.Name(line, name);
            if (text.SequenceEqual("status"u8))
            {
                into.LimitStatus = cursor.ReadText();
            }
            else if (text.SequenceEqual("rateLimitType"u8))
            {
                into.LimitType = cursor.ReadText();
            }
            else if (text.SequenceEqual("utilization"u8))
            {
                into.LimitUtilization = NumberReader.ReadDouble(ref cursor);
            }
            else if (text.SequenceEqual("resetsAt"u8))
            {
                into.LimitResetsAt = NumberReader.ReadDouble(ref cursor);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private static ModelTotals? ReadModels(ref JsonCursor cursor, ReadOnlySpan<byte> line)
    {
        bool first = true;
        if (!cursor.EnterObject())
        {
            return null;
        }

        long tokens = 0;
        decimal cost = 0;
        bool isBad = false;
        while (cursor.NextName(ref first, out _))
        {
            bool firstMember = true;
            if (!cursor.EnterObject())
            {
                continue;
            }

            while (cursor.NextName(ref firstMember, out TextRange name))
            {
                ReadOnlySpan<byte> text = LineParser.Name(line, name);
                if (text.SequenceEqual("inputTokens"u8) || text.SequenceEqual("outputTokens"u8) || text.SequenceEqual("cacheReadInputTokens"u8) || text.SequenceEqual("cacheCreationInputTokens"u8))
                {
                    tokens += NumberReader.ReadCount(ref cursor, ref isBad) ?? 0;
                }
                else if (text.SequenceEqual("costUSD"u8))
                {
                    cost += NumberReader.ReadCost(ref cursor) ?? 0;
                }
                else
                {
                    cursor.Skip();
                }
            }
        }

        return isBad ? null : new ModelTotals(tokens, cost);
    }
}
