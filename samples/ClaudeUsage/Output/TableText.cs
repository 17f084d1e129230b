namespace ClaudeUsage.Output;

/// <summary>A table ready to be drawn: every text fits its column.</summary>
/// <param name="Headers">The titles.</param>
/// <param name="Rows">The cells, row by row.</param>
/// <param name="Total">The last row, or <see langword="null"/> when there is one row only.</param>
/// <param name="Widths">Cells of each column.</param>
/// <param name="RightAligned">Which columns hold numbers.</param>
/// <param name="Note">What stands below, or <see langword="null"/>.</param>
internal sealed record TableText(
    IReadOnlyList<string> Headers,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<string>? Total,
    IReadOnlyList<int> Widths,
    IReadOnlyList<bool> RightAligned,
    string? Note);
