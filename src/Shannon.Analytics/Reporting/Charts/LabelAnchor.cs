namespace Shannon.Analytics.Reporting.Charts;

/// <summary>Which point of a text stands at its position.</summary>
public enum LabelAnchor
{
    /// <summary>The left end.</summary>
    Left,

    /// <summary>The middle.</summary>
    Middle,

    /// <summary>The right end.</summary>
    Right,
}
