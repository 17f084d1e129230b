namespace Shannon.Analytics.Reporting.Documents;

/// <summary>The shape of a chart.</summary>
public enum ChartKind
{
    /// <summary>Lines; a missing value is a gap.</summary>
    Line,

    /// <summary>Lines with the area below them filled.</summary>
    Area,

    /// <summary>Bars, side by side if there are several series.</summary>
    Bar,

    /// <summary>Bars that add up, one colour per series. Values are not negative.</summary>
    StackedBar,

    /// <summary>Cells whose colour is the value; one line per series.</summary>
    HeatMap,
}
