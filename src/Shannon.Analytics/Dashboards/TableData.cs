namespace Shannon.Analytics.Dashboards;

/// <summary>A table.</summary>
public sealed record TableData : WidgetData
{
    /// <summary>The names of the columns, such as <c>p95</c>.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The rows.</summary>
    public IReadOnlyList<LabelledValues> Rows { get; init; } = [];

    /// <inheritdoc/>
    public override bool HasData => Rows.Count > 0;
}
