namespace Shannon.Analytics.Aggregation;

/// <summary>On which side of what was expected an anomaly lies.</summary>
public enum AnomalyDirection
{
    /// <summary>On neither: the values stopped changing, or coming.</summary>
    None,

    /// <summary>Above.</summary>
    High,

    /// <summary>Below.</summary>
    Low,
}
