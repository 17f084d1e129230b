namespace Shannon.Analytics.Reporting.Documents;

/// <summary>The few numbers that a reader looks for first.</summary>
public sealed record KeyFiguresBlock : ReportBlock
{
    /// <summary>The figures in reading order.</summary>
    public required IReadOnlyList<KeyFigure> Figures { get; init; }
}
