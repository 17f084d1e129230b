using System.Text.Json.Serialization;
using Shannon.Analytics.Reporting.Composing;
using Shannon.Analytics.Reporting.Costs;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting;

/// <summary>
/// What agents cost, in US dollars. All figures come from one pass over the records, each of which is counted once, so that every breakdown adds up to the total to
/// the last nano-dollar.
/// </summary>
public sealed record CostReport : Report
{
    /// <inheritdoc/>
    public override string ReportType => "cost";

    /// <summary>Everything together.</summary>
    public required UsageEntry Total { get; init; }

    /// <summary>The total cost, as far as it is known.</summary>
    public decimal TotalCost => Total.Cost;

    /// <summary>The version of the prices that this report computes with.</summary>
    public required string PriceVersion { get; init; }

    /// <summary>What was computed with which version of prices: when it was stored, or by this report. Empty if everything was reported.</summary>
    public IReadOnlyList<PriceVersionCost> PriceVersions { get; init; } = [];

    /// <summary>
    /// The breakdowns asked for, by the word of their <see cref="CostDimension"/> such as <c>model</c>: dearest first, days by date.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<UsageEntry>> Breakdown { get; init; }

    /// <summary>Tokens whose cost is not known, most first; <see cref="TotalCost"/> is without them.</summary>
    public IReadOnlyList<UnpricedUsage> Unpriced { get; init; } = [];

    /// <summary>What is to be expected; <see langword="null"/> if it was not asked for.</summary>
    public CostProjections? Projections { get; init; }

    /// <summary>Billing blocks of five hours by time; <see langword="null"/> if they were not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BillingBlock>? Blocks { get; init; }

    /// <summary>The limits of the subscription that were last reported, where the data has them.</summary>
    public IReadOnlyList<RateLimitWindow> RateLimits { get; init; } = [];

    /// <summary>The entries of a breakdown.</summary>
    /// <param name="dimension">Which.</param>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public IReadOnlyList<UsageEntry> By(CostDimension dimension) => Breakdown.TryGetValue(CostBuilder.WordOf(dimension), out IReadOnlyList<UsageEntry>? entries)
        ? entries
        : throw new KeyNotFoundException($"The report has no breakdown by {dimension}. Name it in BreakdownBy of the request.");

    /// <inheritdoc/>
    public override string ToJson() => ReportJson.Write(this);

    /// <inheritdoc/>
    public override ReportDocument ToDocument(ReportPresentation presentation) => CostComposer.Compose(this, presentation);
}
