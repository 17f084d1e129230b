using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>One record of tokens or cost.</summary>
internal sealed class UsageRow
{
    internal long Micros { get; set; }

    /// <summary>The values of the keys that were asked for; overwritten by the next record.</summary>
    internal string?[] Keys { get; init; } = [];

    internal string? Session { get; set; }

    internal string? User { get; set; }

    internal string? Project { get; set; }

    internal string? Model { get; set; }

    internal string? Branch { get; set; }

    internal string? Agent { get; set; }

    internal string? Tool { get; set; }

    internal string? Message { get; set; }

    internal string? Speed { get; set; }

    internal string? InferenceGeo { get; set; }

    /// <summary>What the store holds as cost.</summary>
    internal decimal? Cost { get; set; }

    /// <summary>Whether the stored cost was computed from prices, not reported.</summary>
    internal bool CostIsComputed { get; set; }

    /// <summary>The version of the prices behind a stored, computed cost.</summary>
    internal string? PriceVersion { get; set; }

    /// <summary>True if the record is about tokens: a response, or an event with a number of tokens.</summary>
    internal bool IsUsage { get; set; }

    internal long TotalTokens { get; set; }

    /// <summary>The tokens by class; all 0 where only the total is known.</summary>
    internal TokenCounts Tokens { get; set; }
}
