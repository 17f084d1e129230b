namespace Shannon.Analytics.Reporting.Trends;

/// <summary>
/// The periods to come, by a combination of methods weighted by how each would have done on this very history; the intervals come from the errors they would
/// have made.
/// </summary>
public sealed record TrendForecast
{
    /// <summary>The periods, in order of time.</summary>
    public required IReadOnlyList<ForecastPoint> Points { get; init; }

    /// <summary>How often a value is expected to lie in its interval, such as 0.95.</summary>
    public required double Confidence { get; init; }

    /// <summary>What made it, in words such as <c>combination</c>, <c>stl_smoothing</c>, <c>last_value</c>.</summary>
    public required string Method { get; init; }

    /// <summary>True if fewer than two periods have a value other than 0: then the last value is repeated.</summary>
    public bool InsufficientData { get; init; }
}
