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

    /// <summary>Whether its cells are numbers, which stand at the right.</summary>
    public bool IsNumeric => Kind is ReportValueKind.Count or ReportValueKind.Number or ReportValueKind.Money or ReportValueKind.Duration or ReportValueKind.Bytes or ReportValueKind.Percent;

    /// <summary>The unit, unless the label says it.</summary>
    internal string? UnitToShow => Unit is { Length: > 0 } unit && !Label.Contains(unit, StringComparison.OrdinalIgnoreCase) ? unit : null;

    /// <summary>The label with the unit, unless the label says it.</summary>
    public string Heading => UnitToShow is { } unit ? $"{Label} ({unit})" : Label;
}
