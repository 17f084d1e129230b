namespace Shannon.Analytics.Metrics;

/// <summary>Where something is going.</summary>
public enum TrendDirection
{
    /// <summary>Neither up nor down.</summary>
    Stable,

    /// <summary>Up.</summary>
    Rising,

    /// <summary>Down.</summary>
    Falling,
}
