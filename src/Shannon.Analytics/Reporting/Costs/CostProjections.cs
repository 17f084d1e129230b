namespace Shannon.Analytics.Reporting.Costs;

/// <summary>
/// What is to be expected if things go on as in the time of the report, in US dollars. Intervals take the days for independent draws of one distribution
/// (Student's t): a change of habits is not in them.
/// </summary>
public sealed record CostProjections
{
    /// <summary>The cost of the report divided by its days, those without use included.</summary>
    public required decimal DailyAverage { get; init; }

    /// <summary>The days of the report.</summary>
    public required double Days { get; init; }

    /// <summary>Days with any cost.</summary>
    public required int ActiveDays { get; init; }

    /// <summary>What the report holds of the month in which it ends.</summary>
    public required decimal MonthToDate { get; init; }

    /// <summary>False if the report begins later than that month, so that <see cref="MonthToDate"/> and <see cref="MonthEnd"/> lack its beginning.</summary>
    public required bool MonthIsComplete { get; init; }

    /// <summary>The whole month in which the report ends: what it cost so far, and the daily average for what is left of it.</summary>
    public required CostProjection MonthEnd { get; init; }

    /// <summary>The next 30 days.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("next_30_days")]
    public required CostProjection Next30Days { get; init; }

    /// <summary>The next 365 days.</summary>
    public required CostProjection NextYear { get; init; }
}
