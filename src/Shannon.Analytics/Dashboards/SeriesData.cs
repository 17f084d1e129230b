namespace Shannon.Analytics.Dashboards;

/// <summary>A course: of line and area charts.</summary>
public sealed record SeriesData : WidgetData
{
    /// <summary>The points by time, one for each part of the window; none at all without records.</summary>
    public IReadOnlyList<SeriesPoint> Points { get; init; } = [];

    /// <inheritdoc/>
    public override bool HasData => Points.Any(point => point.Value is not null);
}
