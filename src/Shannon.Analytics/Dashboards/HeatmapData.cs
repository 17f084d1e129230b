namespace Shannon.Analytics.Dashboards;

/// <summary>Cells by row and time.</summary>
public sealed record HeatmapData : WidgetData
{
    /// <summary>Where each column begins, in UTC.</summary>
    public IReadOnlyList<DateTimeOffset> Columns { get; init; } = [];

    /// <summary>The rows, the greatest first.</summary>
    public IReadOnlyList<LabelledValues> Rows { get; init; } = [];

    /// <inheritdoc/>
    public override bool HasData => Rows.Count > 0;
}
