namespace Shannon.Analytics.Aggregation;

/// <summary>How values of two metrics taken at different times are paired.</summary>
public enum SeriesAlignment
{
    /// <summary>Each value of the first with the nearest in time of the second within the tolerance, the earlier of two equally near. The default.</summary>
    Nearest,

    /// <summary>Each value of the first with the latest of the second that is not later, within the tolerance.</summary>
    AsOf,

    /// <summary>The means of both in buckets of equal length.</summary>
    Buckets,
}
