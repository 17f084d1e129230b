using System.Text.Json.Serialization;

namespace Shannon.Analytics.Reporting;

/// <summary>What one model, user, project, session, tool, day… used and cost. All entries of a breakdown add up to the report's total, to the last nano-dollar.</summary>
public sealed record UsageEntry
{
    /// <summary>What stands for records that do not say: <c>unknown</c>.</summary>
    public const string Unknown = "unknown";

    /// <summary>Its name; <see cref="Unknown"/> where records do not say.</summary>
    public required string Name { get; init; }

    /// <summary>Records with tokens: responses of a model.</summary>
    public long Requests { get; init; }

    /// <summary>All tokens.</summary>
    public long Tokens { get; init; }

    /// <summary>Input tokens that came from no cache.</summary>
    public long InputTokens { get; init; }

    /// <summary>Output tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Input tokens read from the prompt cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Input tokens written to the prompt cache.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>What it cost in US dollars, as far as that is known: <see cref="ReportedCost"/> and <see cref="ComputedCost"/>.</summary>
    public decimal Cost { get; init; }

    /// <summary>Of the cost, what the source reported.</summary>
    public decimal ReportedCost { get; init; }

    /// <summary>Of the cost, what was computed from tokens and prices.</summary>
    public decimal ComputedCost { get; init; }

    /// <summary>Tokens whose cost is not known; <see cref="Cost"/> is without them.</summary>
    public long UnpricedTokens { get; init; }

    /// <summary>Its share of the total cost, 0 to 1; <see langword="null"/> if nothing cost anything.</summary>
    public double? CostShare { get; init; }

    /// <summary>Of all input tokens the share that was read from the cache, 0 to 1; <see langword="null"/> without input tokens.</summary>
    public double? CacheHitShare => HitShare(InputTokens, CacheReadTokens, CacheWriteTokens);

    /// <summary>What all records together cost per request, in US dollars; <see langword="null"/> without requests.</summary>
    [JsonIgnore]
    public decimal? CostPerRequest => Requests > 0 ? Cost / Requests : null;

    internal static double? HitShare(long input, long read, long written)
    {
        double all = (double)input + read + written;
        return all > 0 ? read / all : null;
    }
}
