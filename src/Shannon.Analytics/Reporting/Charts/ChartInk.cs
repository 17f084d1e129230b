namespace Shannon.Analytics.Reporting.Charts;

/// <summary>The role of a colour; renderers choose the colour.</summary>
public enum ChartInk
{
    /// <summary>Text that must be read.</summary>
    Text,

    /// <summary>Text of lesser weight.</summary>
    Muted,

    /// <summary>Grid lines.</summary>
    Grid,

    /// <summary>Axis lines.</summary>
    Axis,

    /// <summary>The colour of a series.</summary>
    Series,
}
