namespace Shannon.Analytics.Reporting.Documents;

/// <summary>A column of a table.</summary>
public sealed record TableColumn
{
    /// <summary>A stable name for machines in snake_case; unique in its table.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string Label { get; init; }

    /// <summary>What its cells hold: decides alignment and, in a workbook, the number format. A cell may be <see cref="ReportValueKind.Missing"/> instead.</summary>
    public required ReportValueKind Kind { get; init; }

    /// <summary>What it counts, such as <c>tokens</c>, shown with the label; <see langword="null"/> if the kind says it.</summary>
    public string? Unit { get; init; }
}
