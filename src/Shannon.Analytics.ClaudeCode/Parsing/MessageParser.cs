using System.Runtime.CompilerServices;
using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>Reads the message of a line: who answered, what it used, and the tools in its content. The content itself is passed over.</summary>
internal static class MessageParser
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Read(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        into.ClearMessage();
        into.HasMessage = cursor.Peek() == JsonKind.Object;
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = LineParser.Name(line, name);
            if (text.SequenceEqual("id"u8))
            {
                into.MessageId = cursor.ReadText();
            }
            else if (text.SequenceEqual("model"u8))
            {
                into.Model = cursor.ReadText();
            }
            else if (text.SequenceEqual("content"u8))
            {
                ReadContent(ref cursor, line, into);
            }
            else if (text.SequenceEqual("usage"u8))
            {
                ReadUsage(ref cursor, line, into);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReadContent(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        into.Blocks.Clear();
        into.HasProse = cursor.Peek() == JsonKind.Text;
        bool first = true;
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextItem(ref first))
        {
            ReadBlock(ref cursor, line, into);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReadBlock(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        TextRange type = default, id = default, toolName = default, toolUseId = default, subagent = default;
        bool isError = false;
        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = LineParser.Name(line, name);
            if (text.SequenceEqual("type"u8))
            {
                type = cursor.ReadText();
            }
            else if (text.SequenceEqual("id"u8))
            {
                id = cursor.ReadText();
            }
            else if (text.SequenceEqual("name"u8))
            {
                toolName = cursor.ReadText();
            }
            else if (text.SequenceEqual("tool_use_id"u8))
            {
                toolUseId = cursor.ReadText();
            }
            else if (text.SequenceEqual("is_error"u8))
            {
                isError = cursor.ReadBoolean();
            }
            else if (text.SequenceEqual("input"u8))
            {
                subagent = ReadMember(ref cursor, line, "subagent_type"u8);
            }
            else
            {
                cursor.Skip();
            }
        }

        if (type.Is(line, "tool_use"u8))
        {
            into.Blocks.Add(new ContentBlock { ToolUseId = id, ToolName = toolName, SubagentType = subagent });
        }
        else if (type.Is(line, "tool_result"u8))
        {
            into.Blocks.Add(new ContentBlock { IsResult = true, ToolUseId = toolUseId, IsError = isError });
        }
        else
        {
            into.HasProse = true;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TextRange ReadMember(ref JsonCursor cursor, ReadOnlySpan<byte> line, ReadOnlySpan<byte> wanted)
    {
        TextRange found = default;
        bool first = true;
        if (!cursor.EnterObject())
        {
            return found;
        }

        while (cursor.NextName(ref first, out TextRange name))
        {
            if (LineParser.Name(line, name).SequenceEqual(wanted))
            {
                found = cursor.ReadText();
            }
            else
            {
                cursor.Skip();
            }
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ReadUsage(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        into.Usage = default;
        into.HasUsage = cursor.Peek() == JsonKind.Object;
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        ref Usage usage = ref into.Usage;
        ref bool isBad = ref into.HasBadNumber;
        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = LineParser.Name(line, name);
            switch (text.Length)
            {
                case 5 when text.SequenceEqual("speed"u8):
                    usage.Speed = cursor.ReadText();
                    break;
                case 12 when text.SequenceEqual("input_tokens"u8):
                    usage.Input = NumberReader.ReadCount(ref cursor, ref isBad) ?? 0;
                    break;
                case 12 when text.SequenceEqual("service_tier"u8):
                    usage.ServiceTier = cursor.ReadText();
                    break;
                case 13 when text.SequenceEqual("output_tokens"u8):
                    usage.Output = NumberReader.ReadCount(ref cursor, ref isBad) ?? 0;
                    break;
                case 13 when text.SequenceEqual("inference_geo"u8):
                    usage.InferenceGeo = cursor.ReadText();
                    break;
                case 14 when text.SequenceEqual("cache_creation"u8):
                    ReadCacheCreation(ref cursor, line, ref usage, ref isBad);
                    break;
                case 15 when text.SequenceEqual("server_tool_use"u8):
                    ReadServerTools(ref cursor, line, ref usage, ref isBad);
                    break;
                case 23 when text.SequenceEqual("cache_read_input_tokens"u8):
                    usage.CacheRead = NumberReader.ReadCount(ref cursor, ref isBad) ?? 0;
                    break;
                case 27 when text.SequenceEqual("cache_creation_input_tokens"u8):
                    usage.CacheCreation = NumberReader.ReadCount(ref cursor, ref isBad);
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }
    }

    private static void ReadCacheCreation(ref JsonCursor cursor, ReadOnlySpan<byte> line, ref Usage usage, ref bool isBad)
    {
        (usage.CacheCreation5m, usage.CacheCreation1h) = (null, null);
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = LineParser.Name(line, name);
            if (text.SequenceEqual("ephemeral_5m_input_tokens"u8))
            {
                usage.CacheCreation5m = NumberReader.ReadCount(ref cursor, ref isBad);
            }
            else if (text.SequenceEqual("ephemeral_1h_input_tokens"u8))
            {
                usage.CacheCreation1h = NumberReader.ReadCount(ref cursor, ref isBad);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private static void ReadServerTools(ref JsonCursor cursor, ReadOnlySpan<byte> line, ref Usage usage, ref bool isBad)
    {
        usage.WebSearches = 0;
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        while (cursor.NextName(ref first, out TextRange name))
        {
            if (LineParser.Name(line, name).SequenceEqual("web_search_requests"u8))
            {
                usage.WebSearches = NumberReader.ReadCount(ref cursor, ref isBad) ?? 0;
            }
            else
            {
                cursor.Skip();
            }
        }
    }
}
