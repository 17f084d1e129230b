using System.Runtime.InteropServices;

namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>What all models together used.</summary>
/// <param name="Tokens">Tokens of all kinds.</param>
/// <param name="Cost">US dollars, by Claude Code's own estimate.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ModelTotals(long Tokens, decimal Cost);
