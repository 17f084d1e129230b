namespace Shannon.Analytics.Reporting.Documents;

/// <summary>An axis of a chart.</summary>
public sealed record ChartAxis
{
    private const double LargestMoney = 1e18;
    private const double LargestCount = 9e18;

    /// <summary>What it shows, such as <c>Response time</c>.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// What its numbers are: <see cref="ReportValueKind.Number"/> by default. Values of <see cref="ReportValueKind.Duration"/> are in seconds, of <see cref="ReportValueKind.Percent"/> shares (0.25 is 25 %),
    /// of <see cref="ReportValueKind.Money"/> US dollars.
    /// </summary>
    public ReportValueKind Kind { get; init; } = ReportValueKind.Number;

    /// <summary>The unit, such as <c>tokens</c>, or <see langword="null"/> if the kind says it.</summary>
    public string? Unit { get; init; }

    /// <summary>A number of this axis as a value, so that it is written in its unit.</summary>
    /// <param name="value">The number, or <see langword="null"/> for a missing value.</param>
    public ReportValue ValueOf(double? value) => Kind switch
    {
        _ when value is null => ReportValue.Missing,
        ReportValueKind.Duration => ReportValue.Seconds(value),
        ReportValueKind.Money when Math.Abs(value.Value) < LargestMoney => ReportValue.Money((decimal)value.Value),
        ReportValueKind.Percent => ReportValue.Percent(value),
        ReportValueKind.Bytes when Math.Abs(value.Value) < LargestCount => ReportValue.Bytes((long)Math.Round(value.Value)),
        ReportValueKind.Count when Math.Abs(value.Value) < LargestCount && double.IsInteger(value.Value) => ReportValue.Count((long)value.Value),
        _ => ReportValue.Number(value),
    };
}
