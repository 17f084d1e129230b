using System.Runtime.InteropServices;

namespace Shannon.Analytics.ClaudeCode.Json;

/// <summary>A piece of a line: the content of a string without its quotes. The default value stands for no text.</summary>
/// <param name="Start">The first byte; behind a quote, so 0 means absent.</param>
/// <param name="Length">Bytes, escapes not resolved.</param>
/// <param name="Escaped">Whether there are escapes in it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRange(int Start, int Length, bool Escaped)
{
    internal bool IsPresent => Start > 0;

    internal bool IsEmpty => Length == 0;

    internal ReadOnlySpan<byte> In(ReadOnlySpan<byte> line) => line.Slice(Start, Length);

    /// <summary>Whether it is this text; escapes are resolved.</summary>
    internal bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text) =>
        Escaped ? IsPresent && JsonText.Unescape(line, this) is { } own && System.Text.Encoding.UTF8.GetBytes(own).AsSpan().SequenceEqual(text) : In(line).SequenceEqual(text);
}
