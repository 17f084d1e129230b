namespace Shannon.Analytics.Reporting.Charts;

/// <summary>A filled area.</summary>
public sealed record PolygonShape : ChartShape
{
    /// <summary>The corners, at least three.</summary>
    public required IReadOnlyList<ChartPosition> Points { get; init; }
}
