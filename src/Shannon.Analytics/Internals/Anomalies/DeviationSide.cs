namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>On which side of what was expected a value lies.</summary>
internal enum DeviationSide
{
    /// <summary>On neither.</summary>
    None,

    /// <summary>Above.</summary>
    High,

    /// <summary>Below.</summary>
    Low,
}
