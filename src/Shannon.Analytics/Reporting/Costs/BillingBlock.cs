namespace Shannon.Analytics.Reporting.Costs;

/// <summary>
/// Five hours of use, as subscriptions bill them: a block begins at the full hour of its first activity; the next one begins with the first activity more than five
/// hours after that, or after a pause of more than five hours.
/// </summary>
public sealed record BillingBlock
{
    /// <summary>Its start in UTC, a full hour.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Its end in UTC, five hours later.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>The first activity.</summary>
    public required DateTimeOffset FirstActivity { get; init; }

    /// <summary>The last activity.</summary>
    public required DateTimeOffset LastActivity { get; init; }

    /// <summary>True while it lasts: neither over, nor five hours without activity.</summary>
    public bool IsActive { get; init; }

    /// <summary>What was used. Its name is the start, as <c>2026-03-14 15:00</c> in UTC.</summary>
    public required UsageEntry Usage { get; init; }

    /// <summary>The models, in ordinal order.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Tokens per minute between first and last activity; <see langword="null"/> for a single moment.</summary>
    public double? TokensPerMinute { get; init; }

    /// <summary>US dollars per hour between first and last activity; <see langword="null"/> for a single moment.</summary>
    public decimal? CostPerHour { get; init; }

    /// <summary>Tokens at its end if it goes on at this rate; only while it lasts.</summary>
    public long? ProjectedTokens { get; init; }

    /// <summary>US dollars at its end if it goes on at this rate; only while it lasts.</summary>
    public decimal? ProjectedCost { get; init; }

    /// <summary>Minutes until its end; only while it lasts.</summary>
    public double? RemainingMinutes { get; init; }
}
