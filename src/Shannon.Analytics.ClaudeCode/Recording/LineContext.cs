using System.IO.Hashing;
using System.Runtime.InteropServices;
using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>What every record of a line shares.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct LineContext
{
    internal required long Micros { get; init; }

    internal required string? Session { get; init; }

    internal required string? Project { get; init; }

    internal required string? Branch { get; init; }

    internal required string? Version { get; init; }

    internal required string? AgentId { get; init; }

    internal required bool IsSidechain { get; init; }

    internal required bool IsForked { get; init; }

    /// <summary>Decides between lines that are equally good.</summary>
    internal required ulong Tie { get; init; }

    /// <summary>A number that depends on the session, the id and the time of the line, so that copies in different sessions differ.</summary>
    internal static ulong TieOf(ReadOnlySpan<byte> line, TranscriptLine parsed)
    {
        static long Chain(ReadOnlySpan<byte> line, TextRange text, long seed) => unchecked((long)XxHash3.HashToUInt64(text.In(line), seed));

        return unchecked((ulong)Chain(line, parsed.Timestamp, Chain(line, parsed.Uuid, Chain(line, parsed.SessionId, 0))));
    }
}
