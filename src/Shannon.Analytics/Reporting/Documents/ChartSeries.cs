namespace Shannon.Analytics.Reporting.Documents;

/// <summary>One series of a chart.</summary>
public sealed record ChartSeries
{
    /// <summary>A stable name for machines in snake_case; unique in its chart.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string Label { get; init; }

    /// <summary>The points in order: all at times, or all at categories. Series of one chart agree in that.</summary>
    public required IReadOnlyList<ChartPoint> Points { get; init; }

    /// <summary>Whether these values are estimates of the future, which are drawn apart (dashed).</summary>
    public bool IsForecast { get; init; }
}
