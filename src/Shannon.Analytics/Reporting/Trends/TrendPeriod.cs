namespace Shannon.Analytics.Reporting.Trends;

/// <summary>How long the periods of a trend are.</summary>
public enum TrendPeriod
{
    /// <summary>Hours.</summary>
    Hourly,

    /// <summary>Days.</summary>
    Daily,

    /// <summary>Weeks from Monday on.</summary>
    Weekly,

    /// <summary>Months.</summary>
    Monthly,
}
