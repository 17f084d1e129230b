namespace Shannon.Analytics.Reporting.Documents;

/// <summary>An axis of a chart.</summary>
public sealed record ChartAxis
{
    /// <summary>What it shows, such as <c>Response time</c>.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// What its numbers are: <see cref="ReportValueKind.Number"/> by default. Values of <see cref="ReportValueKind.Duration"/> are in seconds, of <see cref="ReportValueKind.Percent"/> shares (0.25 is 25 %),
    /// of <see cref="ReportValueKind.Money"/> US dollars.
    /// </summary>
    public ReportValueKind Kind { get; init; } = ReportValueKind.Number;

    /// <summary>The unit, such as <c>tokens</c>, or <see langword="null"/> if the kind says it.</summary>
    public string? Unit { get; init; }
}
