namespace Shannon.Analytics.Reporting.Charts;

/// <summary>A chart as shapes on a surface, independent of any file format: x grows to the right, y down, one unit is a CSS pixel.</summary>
public sealed record ChartDrawing
{
    /// <summary>The width of the surface.</summary>
    public required double Width { get; init; }

    /// <summary>The height of the surface.</summary>
    public required double Height { get; init; }

    /// <summary>The shapes, those below first.</summary>
    public required IReadOnlyList<ChartShape> Shapes { get; init; }
}
