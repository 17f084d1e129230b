namespace Shannon.Analytics.Storage.Queries;

/// <summary>The units of a <see cref="TimeBucket"/> that follow the calendar.</summary>
public enum TimeBucketUnit
{
    /// <summary>A fixed length of time, counted from 1970-01-01T00:00 of the time zone.</summary>
    Fixed,

    /// <summary>Days from midnight to midnight; 23 or 25 hours long where the clock changes.</summary>
    Day,

    /// <summary>Weeks from Monday on (ISO 8601).</summary>
    Week,

    /// <summary>Months.</summary>
    Month,

    /// <summary>Quarters of a year.</summary>
    Quarter,

    /// <summary>Years.</summary>
    Year,
}
