namespace Shannon.Analytics.Reporting.Documents;

/// <summary>A titled part of a document; a sheet of a workbook.</summary>
public sealed record ReportSection
{
    /// <summary>A stable name for machines in snake_case, such as <c>overview</c>; unique in its document.</summary>
    public required string Key { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>What the section says in a sentence or two, or <see langword="null"/> for none.</summary>
    public string? Lead { get; init; }

    /// <summary>The contents in reading order.</summary>
    public required IReadOnlyList<ReportBlock> Blocks { get; init; }
}
