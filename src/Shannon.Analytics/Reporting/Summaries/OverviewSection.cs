namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>The figures that stand at the top of a summary.</summary>
public sealed record OverviewSection
{
    /// <summary>Different sessions with any record.</summary>
    public long TotalSessions { get; init; }

    /// <summary>Different users with any record.</summary>
    public long TotalUsers { get; init; }

    /// <summary>Different projects with any record.</summary>
    public long TotalProjects { get; init; }

    /// <summary>Prompts: records with a response time.</summary>
    public long TotalPrompts { get; init; }

    /// <summary>Responses of a model: records with tokens.</summary>
    public long TotalRequests { get; init; }

    /// <summary>All tokens.</summary>
    public long TotalTokens { get; init; }

    /// <summary>Cost in US dollars, as far as it is known.</summary>
    public decimal TotalCost { get; init; }

    /// <summary>Tokens whose cost is not known; <see cref="TotalCost"/> is without them.</summary>
    public long UnpricedTokens { get; init; }

    /// <summary>Errors.</summary>
    public long TotalErrors { get; init; }

    /// <summary>Seconds of the five-minute stretches in which anything was recorded, over all sessions together.</summary>
    public double ActiveSeconds { get; init; }

    /// <summary>Seconds that prompts were being answered, all added up; sessions side by side count each.</summary>
    public double ResponseSeconds { get; init; }

    /// <summary>The earliest record; <see langword="null"/> if there is none.</summary>
    public DateTimeOffset? FirstActivity { get; init; }

    /// <summary>The latest record; <see langword="null"/> if there is none.</summary>
    public DateTimeOffset? LastActivity { get; init; }
}
