namespace Shannon.Analytics.Reporting.Documents;

/// <summary>One labelled number.</summary>
public sealed record KeyFigure
{
    /// <summary>A stable name for machines in snake_case, such as <c>total_sessions</c>; unique in its block.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string Label { get; init; }

    /// <summary>The number.</summary>
    public required ReportValue Value { get; init; }

    /// <summary>What it counts, such as <c>tokens</c>, written after it; <see langword="null"/> if the kind of the value says it.</summary>
    public string? Unit { get; init; }

    /// <summary>How it moved against an earlier time, or <see langword="null"/> if there is nothing to compare with.</summary>
    public FigureChange? Change { get; init; }

    /// <summary>A short remark below it, or <see langword="null"/> for none.</summary>
    public string? Note { get; init; }
}
