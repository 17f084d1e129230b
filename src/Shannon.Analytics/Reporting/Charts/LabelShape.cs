namespace Shannon.Analytics.Reporting.Charts;

/// <summary>One line of text.</summary>
public sealed record LabelShape : ChartShape
{
    /// <summary>Where its baseline is: the left end, the middle or the right end, as <see cref="Anchor"/> says.</summary>
    public required ChartPosition Position { get; init; }

    /// <summary>The text; plain, to be encoded by the renderer.</summary>
    public required string Text { get; init; }

    /// <summary>Which point of the text stands at <see cref="Position"/>.</summary>
    public LabelAnchor Anchor { get; init; }

    /// <summary>The size of the font.</summary>
    public double FontSize { get; init; } = ChartLayout.FontSize;
}
