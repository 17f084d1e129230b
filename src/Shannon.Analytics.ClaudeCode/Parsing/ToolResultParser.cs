using System.Runtime.CompilerServices;
using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>Reads what Claude Code itself says about a tool's result: how many lines an edit changed, and which sub-agent ran.</summary>
internal static class ToolResultParser
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Read(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        into.ClearToolResult();
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        TextRange type = default, content = default;
        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = LineParser.Name(line, name);
            if (text.SequenceEqual("structuredPatch"u8))
            {
                ReadPatch(ref cursor, line, into);
            }
            else if (text.SequenceEqual("type"u8))
            {
                type = cursor.ReadText();
            }
            else if (text.SequenceEqual("content"u8))
            {
                content = cursor.ReadText();
            }
            else if (text.SequenceEqual("agentId"u8))
            {
                into.ResultAgentId = cursor.ReadText();
            }
            else
            {
                cursor.Skip();
            }
        }

        // A new file has no patch; all of its lines are added.
        if (into.LinesAdded == 0 && into.LinesRemoved == 0 && type.Is(line, "create"u8))
        {
            into.LinesAdded = CountLines(content.In(line));
        }
    }

    private static void ReadPatch(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        (into.LinesAdded, into.LinesRemoved) = (0, 0);
        bool first = true;
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextItem(ref first))
        {
            ReadHunk(ref cursor, line, into);
        }
    }

    private static void ReadHunk(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        bool first = true;
        if (!cursor.EnterObject())
        {
            return;
        }

        bool isBad = false;
        bool isShown = false;
        long oldLines = 0, newLines = 0;
        while (cursor.NextName(ref first, out TextRange name))
        {
            ReadOnlySpan<byte> text = LineParser.Name(line, name);
            if (text.SequenceEqual("lines"u8))
            {
                isShown = ReadLines(ref cursor, line, into);
            }
            else if (text.SequenceEqual("oldLines"u8))
            {
                oldLines = NumberReader.ReadCount(ref cursor, ref isBad) ?? 0;
            }
            else if (text.SequenceEqual("newLines"u8))
            {
                newLines = NumberReader.ReadCount(ref cursor, ref isBad) ?? 0;
            }
            else
            {
                cursor.Skip();
            }
        }

        if (!isShown && oldLines != newLines)
        {
            into.LinesAdded += Math.Max(0, newLines - oldLines);
            into.LinesRemoved += Math.Max(0, oldLines - newLines);
            into.LinesAreEstimated = true;
        }
    }

    // A line of a patch begins with +, -, a space or a backslash; where none does, the text was taken out of the transcript.
    private static bool ReadLines(ref JsonCursor cursor, ReadOnlySpan<byte> line, TranscriptLine into)
    {
        bool isShown = false;
        bool first = true;
        if (!cursor.EnterArray())
        {
            return false;
        }

        while (cursor.NextItem(ref first))
        {
            byte mark = MarkOf(cursor.ReadText().In(line));
            into.LinesAdded += mark == '+' ? 1 : 0;
            into.LinesRemoved += mark == '-' ? 1 : 0;
            isShown |= mark is (byte)'+' or (byte)'-' or (byte)' ' or (byte)'\\';
        }

        return isShown;
    }

    // Some writers of JSON escape even + and -.
    private static byte MarkOf(ReadOnlySpan<byte> changed) =>
        changed is not [var mark, ..] ? (byte)0
        : changed.StartsWith("\\u002b"u8) || changed.StartsWith("\\u002B"u8) ? (byte)'+'
        : changed.StartsWith("\\u002d"u8) || changed.StartsWith("\\u002D"u8) ? (byte)'-'
        : mark;

    // Line feeds are escaped in JSON; a backslash that is escaped itself makes none.
    private static long CountLines(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return 0;
        }

        long feeds = 0;
        bool endsInFeed = false;
        int at;
        while ((at = content.IndexOf((byte)'\\')) >= 0 && at + 1 < content.Length)
        {
            bool isFeed = content[at + 1] == 'n';
            feeds += isFeed ? 1 : 0;
            content = content[(at + 2)..];
            endsInFeed = isFeed && content.IsEmpty;
        }

        return endsInFeed ? feeds : feeds + 1;
    }
}
