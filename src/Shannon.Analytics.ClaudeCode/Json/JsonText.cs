using System.Text;
using System.Text.Json;

namespace Shannon.Analytics.ClaudeCode.Json;

/// <summary>Turns pieces of a line into text.</summary>
internal static class JsonText
{
    /// <summary>The text, escapes resolved; null if it is absent or no sound text, such as half of a surrogate pair.</summary>
    internal static string? Unescape(ReadOnlySpan<byte> line, TextRange range)
    {
        if (!range.IsPresent)
        {
            return null;
        }

        if (!range.Escaped)
        {
            return Encoding.UTF8.GetString(range.In(line));
        }

        try
        {
            var reader = new Utf8JsonReader(line.Slice(range.Start - 1, range.Length + 2));
            return reader.Read() ? reader.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text if it may be stored: not empty, not longer than allowed, no NUL. Else null.</summary>
    internal static string? Storable(ReadOnlySpan<byte> line, TextRange range, int maximum)
    {
        // A UTF-16 unit takes one byte at least, and six in an escape.
        if (range.Length == 0 || range.Length > maximum * 6L)
        {
            return null;
        }

        string? text = Unescape(line, range);
        return text is not null && text.Length <= maximum && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
    }
}
