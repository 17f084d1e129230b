namespace Shannon.Analytics.Reporting.Charts;

/// <summary>A filled rectangle.</summary>
public sealed record RectangleShape : ChartShape
{
    /// <summary>Its left edge.</summary>
    public required double X { get; init; }

    /// <summary>Its upper edge.</summary>
    public required double Y { get; init; }

    /// <summary>Its width.</summary>
    public required double Width { get; init; }

    /// <summary>Its height.</summary>
    public required double Height { get; init; }
}
