namespace Shannon.Analytics.Reporting.Documents;

/// <summary>A table of typed cells.</summary>
public sealed record TableBlock : ReportBlock
{
    /// <summary>The columns.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The rows, each with one cell per column.</summary>
    public required IReadOnlyList<IReadOnlyList<ReportValue>> Rows { get; init; }

    /// <summary>A last row that sums the others, with one cell per column, or <see langword="null"/> for none.</summary>
    public IReadOnlyList<ReportValue>? Totals { get; init; }

    /// <summary>
    /// How many rows the formats for reading (HTML, Markdown, PDF) show at most, or <see langword="null"/> (the default) for all; they say how many more there are.
    /// CSV and Excel always hold all.
    /// </summary>
    public int? MaxShownRows { get; init; }
}
