using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;

namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>Reads the tools that a result says were not allowed to run. Versions that told none of them meanwhile tell all of them there.</summary>
internal static class DenialParser
{
    internal static void Read(ref JsonCursor cursor, ReadOnlySpan<byte> line, List<(TextRange ToolName, TextRange ToolUseId)> into)
    {
        bool first = true;
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextItem(ref first))
        {
            bool firstMember = true;
            if (!cursor.EnterObject())
            {
                continue;
            }

            TextRange toolName = default, toolUseId = default;
            while (cursor.NextName(ref firstMember, out TextRange name))
            {
                ReadOnlySpan<byte> text = LineParser.Name(line, name);
                if (text.SequenceEqual("tool_name"u8))
                {
                    toolName = cursor.ReadText();
                }
                else if (text.SequenceEqual("tool_use_id"u8))
                {
                    toolUseId = cursor.ReadText();
                }
                else
                {
                    cursor.Skip();
                }
            }

            into.Add((toolName, toolUseId));
        }
    }
}
