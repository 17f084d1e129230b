namespace Shannon.Analytics.Reporting.Details;

/// <summary>How long the periods of a detailed report are.</summary>
public enum ReportGranularity
{
    /// <summary>Minutes.</summary>
    Minute,

    /// <summary>Hours.</summary>
    Hour,

    /// <summary>Days.</summary>
    Day,

    /// <summary>Weeks from Monday on.</summary>
    Week,

    /// <summary>Months.</summary>
    Month,
}
