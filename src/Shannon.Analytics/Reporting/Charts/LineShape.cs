namespace Shannon.Analytics.Reporting.Charts;

/// <summary>A line through points.</summary>
public sealed record LineShape : ChartShape
{
    /// <summary>The points, at least two.</summary>
    public required IReadOnlyList<ChartPosition> Points { get; init; }

    /// <summary>Its thickness.</summary>
    public double Thickness { get; init; } = 1;

    /// <summary>Whether it is dashed.</summary>
    public bool IsDashed { get; init; }
}
