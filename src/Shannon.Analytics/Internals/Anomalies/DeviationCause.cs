namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>What kind of anomaly a point is.</summary>
internal enum DeviationCause
{
    /// <summary>A single value, or a few, far from the rest.</summary>
    Spike,

    /// <summary>The level has changed, and stays.</summary>
    LevelShift,

    /// <summary>The level is an old one, at a time of day or week when another is usual.</summary>
    PatternChange,

    /// <summary>Values that used to vary have stopped doing so.</summary>
    FlatLine,

    /// <summary>Values that used to come have stopped doing so.</summary>
    Missing,
}
