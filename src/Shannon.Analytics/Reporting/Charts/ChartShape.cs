namespace Shannon.Analytics.Reporting.Charts;

/// <summary>One thing to draw.</summary>
public abstract record ChartShape
{
    private protected ChartShape()
    {
    }

    /// <summary>What it is drawn with.</summary>
    public ChartInk Ink { get; init; }

    /// <summary>Which of the series colours, from 0, if <see cref="Ink"/> is <see cref="ChartInk.Series"/>. Renderers with fewer colours start again.</summary>
    public int SeriesIndex { get; init; }

    /// <summary>From 0, invisible, to 1, solid, which is the default.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>What a pointer resting on it shows, or <see langword="null"/> for nothing.</summary>
    public string? Tooltip { get; init; }
}
