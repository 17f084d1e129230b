using System.Runtime.InteropServices;
using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>A use of a tool, or the result of one, in the content of a message.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContentBlock
{
    /// <summary>True for a result, false for a use.</summary>
    internal bool IsResult { get; init; }

    /// <summary>The id that links the two.</summary>
    internal TextRange ToolUseId { get; init; }

    /// <summary>The tool that is used.</summary>
    internal TextRange ToolName { get; init; }

    /// <summary>Of a use that starts a sub-agent: its kind.</summary>
    internal TextRange SubagentType { get; init; }

    /// <summary>Whether a result says that the tool failed.</summary>
    internal bool IsError { get; init; }
}
