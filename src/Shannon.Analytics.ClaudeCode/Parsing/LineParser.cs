using System.Runtime.CompilerServices;
using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>Reads one line of a transcript. The last of several members with one name counts, as JSON parsers have it.</summary>
internal static class LineParser
{
    /// <summary>Fills in what the line says.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isWhole">
    /// Whether the line is known to have ended. Of one whose type is ignored, most lines of a transcript, then no more is looked at than its beginning and
    /// its end.
    /// </param>
    /// <param name="into">Receives what it says.</param>
    /// <returns>False if the line is not one JSON object.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryParse(ReadOnlySpan<byte> line, bool isWhole, TranscriptLine into)
    {
        into.Clear();
        var cursor = new JsonCursor(line);
        if (cursor.Peek() != JsonKind.Object || !cursor.EnterObject())
        {
            return false;
        }

        bool first = true;
        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = Name(line, name);
            if (!text.SequenceEqual("type"u8))
            {
                ReadMember(ref cursor, line, text, into);
                continue;
            }

            into.TypeText = cursor.ReadText();
            into.Type = TypeOf(line, into.TypeText);
            if (isWhole && into.Type == LineType.Ignored)
            {
                return line.TrimEnd(" \t"u8) is [.., (byte)'}'];
            }
        }

        return !cursor.Failed && cursor.IsAtEnd;
    }

    /// <summary>The bytes of a member's name, escapes resolved.</summary>
    internal static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> line, TextRange name) =>
        !name.Escaped ? name.In(line) : System.Text.Encoding.UTF8.GetBytes(JsonText.Unescape(line, name) ?? string.Empty);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static LineType TypeOf(ReadOnlySpan<byte> line, TextRange type)
    {
        if (!type.IsPresent || type.Escaped)
        {
            return LineType.Unknown;
        }

        ReadOnlySpan<byte> text = type.In(line);
        return text.SequenceEqual("assistant"u8) ? LineType.Assistant
            : text.SequenceEqual("user"u8) ? LineType.User
            : text.SequenceEqual("system"u8) ? LineType.System
            : text.SequenceEqual("progress"u8)
                || text.SequenceEqual("file-history-snapshot"u8)
                || text.SequenceEqual("queue-operation"u8)
                || text.SequenceEqual("summary"u8)
                || text.SequenceEqual("attachment"u8)
                || text.SequenceEqual("permission-mode"u8)
                || text.SequenceEqual("custom-title"u8)
                || text.SequenceEqual("agent-name"u8)
                || text.SequenceEqual("turn_end"u8) ? LineType.Ignored
            : LineType.Unknown;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReadMember(ref JsonCursor cursor, ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, TranscriptLine into)
    {
        switch (name.Length)
        {
            case 3 when name.SequenceEqual("cwd"u8):
                into.Project = cursor.ReadText();
                break;
            case 4 when name.SequenceEqual("uuid"u8):
                into.Uuid = cursor.ReadText();
                break;
            case 5 when name.SequenceEqual("error"u8):
                ReadError(ref cursor, line, into);
                break;
            case 6 when name.SequenceEqual("isMeta"u8):
                into.IsMeta = cursor.ReadBoolean();
                break;
            case 7 when name.SequenceEqual("message"u8):
                MessageParser.Read(ref cursor, line, into);
                break;
            case 7 when name.SequenceEqual("version"u8):
                into.Version = cursor.ReadText();
                break;
            case 7 when name.SequenceEqual("agentId"u8):
                into.AgentId = cursor.ReadText();
                break;
            case 7 when name.SequenceEqual("costUSD"u8):
                into.ReportedCost = NumberReader.ReadCost(ref cursor);
                break;
            case 7 when name.SequenceEqual("subtype"u8):
                into.Subtype = cursor.ReadText();
                break;
            case 9 when name.SequenceEqual("sessionId"u8):
                into.SessionId = cursor.ReadText();
                break;
            case 9 when name.SequenceEqual("timestamp"u8):
                into.Timestamp = cursor.ReadText();
                break;
            case 9 when name.SequenceEqual("gitBranch"u8):
                into.GitBranch = cursor.ReadText();
                break;
            case 9 when name.SequenceEqual("requestId"u8):
                into.RequestId = cursor.ReadText();
                break;
            case 9 when name.SequenceEqual("retryInMs"u8):
                into.RetryDelayMs = NumberReader.ReadDouble(ref cursor);
                break;
            case 10 when name.SequenceEqual("durationMs"u8):
                into.DurationMs = NumberReader.ReadDouble(ref cursor);
                break;
            case 10 when name.SequenceEqual("forkedFrom"u8):
                into.IsForked = cursor.Peek() == JsonKind.Object;
                cursor.Skip();
                break;
            case 14 when name.SequenceEqual("apiErrorStatus"u8):
                into.ApiErrorStatus = NumberReader.ReadDouble(ref cursor);
                break;
            case 10 when name.SequenceEqual("maxRetries"u8):
                into.MaxAttempts = NumberReader.ReadDouble(ref cursor);
                break;
            case 11 when name.SequenceEqual("isSidechain"u8):
                into.IsSidechain = cursor.ReadBoolean();
                break;
            case 12 when name.SequenceEqual("retryAttempt"u8):
                into.Attempt = NumberReader.ReadDouble(ref cursor);
                break;
            case 13 when name.SequenceEqual("toolUseResult"u8):
                ToolResultParser.Read(ref cursor, line, into);
                break;
            case 15 when name.SequenceEqual("compactMetadata"u8):
                ReadCompaction(ref cursor, line, into);
                break;
            case 16 when name.SequenceEqual("isCompactSummary"u8):
                into.IsCompactSummary = cursor.ReadBoolean();
                break;
            case 17 when name.SequenceEqual("isApiErrorMessage"u8):
                into.IsApiError = cursor.ReadBoolean();
                break;
            default:
                cursor.Skip();
                break;
        }
    }

    internal static void ReadCompaction(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        (into.Trigger, into.PreTokens) = (default, null);
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = Name(line, name);
            if (text.SequenceEqual("trigger"u8))
            {
                into.Trigger = cursor.ReadText();
            }
            else if (text.SequenceEqual("preTokens"u8) || text.SequenceEqual("pre_tokens"u8))
            {
                into.PreTokens = NumberReader.ReadDouble(ref cursor);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    // A text in the placeholder of a response, an object in the line of a failed attempt.
    internal static void ReadError(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        (into.ErrorText, into.ErrorStatus) = (default, null);
        if (cursor.Peek() == JsonKind.Text)
        {
            into.ErrorText = cursor.ReadText();
            return;
        }

        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        while (cursor.NextName(ref first, out TextRange name))
        {
            if (Name(line, name).SequenceEqual("status"u8))
            {
                into.ErrorStatus = NumberReader.ReadDouble(ref cursor);
            }
            else
            {
                cursor.Skip();
            }
        }
    }
}
