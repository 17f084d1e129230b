using ClaudeUsage.Output;

namespace ClaudeUsage.Reports;

/// <summary>Tables as wide as their texts.</summary>
internal static class ScreenTable
{
    /// <summary>Lays out a table whose first column is text and whose others are numbers.</summary>
    public static TableText Of(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows, string? note = null) => new(
        headers,
        rows,
        Total: null,
        [.. headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.Length).Max())],
        [.. headers.Select((_, column) => column > 0)],
        note);
}
