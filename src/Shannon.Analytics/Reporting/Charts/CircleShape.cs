namespace Shannon.Analytics.Reporting.Charts;

/// <summary>A filled circle.</summary>
public sealed record CircleShape : ChartShape
{
    /// <summary>Its centre.</summary>
    public required ChartPosition Center { get; init; }

    /// <summary>Its radius.</summary>
    public required double Radius { get; init; }
}
