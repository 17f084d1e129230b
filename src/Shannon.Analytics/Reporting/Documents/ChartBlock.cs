namespace Shannon.Analytics.Reporting.Documents;

/// <summary>A chart. Formats without charts show its points as a table.</summary>
public sealed record ChartBlock : ReportBlock
{
    /// <summary>The shape.</summary>
    public required ChartKind Kind { get; init; }

    /// <summary>The horizontal axis. Its kind of value is ignored: points say whether they stand at a time or at a category.</summary>
    public required ChartAxis XAxis { get; init; }

    /// <summary>The vertical axis: what the values of all series are. On a heat map, what the colours are.</summary>
    public required ChartAxis YAxis { get; init; }

    /// <summary>The series. On a heat map each is one line of cells, the first at the top.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>What the chart shows, in a sentence, for readers who cannot see it; <see langword="null"/> (the default) for one made from the data.</summary>
    public string? Description { get; init; }

    /// <summary>The points as a table: one row per time or category in order, one column per series, and two more for a series with intervals.</summary>
    public TableBlock ToTable() => ChartTable.Of(this);
}
