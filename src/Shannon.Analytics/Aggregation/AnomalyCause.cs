namespace Shannon.Analytics.Aggregation;

/// <summary>What kind of anomaly it is.</summary>
public enum AnomalyCause
{
    /// <summary>A single value, or a few, far from the rest.</summary>
    Spike,

    /// <summary>The level has changed, and stays.</summary>
    LevelShift,

    /// <summary>The spread, or the pattern, has changed at much the same level.</summary>
    PatternChange,

    /// <summary>Values that used to vary have stopped doing so.</summary>
    FlatLine,

    /// <summary>Values that used to come have stopped doing so.</summary>
    Missing,
}
