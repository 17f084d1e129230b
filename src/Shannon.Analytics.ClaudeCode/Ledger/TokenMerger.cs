using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>
/// Merges responses: the total is the sum of the merged parts, and the cost is what a source reported, else computed of the merged tokens. Thread-safe.
/// </summary>
internal sealed class TokenMerger(CostCalculator calculator) : LedgerMerger(LedgerPlan.Tokens)
{
    private static readonly int Cost = Array.FindIndex(LedgerPlan.Tokens.Figures, figure => figure.Name == LedgerPlan.Cost);
    private static readonly int Abandoned = Array.FindIndex(LedgerPlan.Tokens.Figures, figure => figure.Name == LiveMetricNames.AbandonedCost);
    private readonly CostCalculator _computing = new(calculator.Prices, CostMode.Calculate);

    private protected override bool IsComputed(string attribute) => attribute is CostSourceNames.Attribute or TranscriptAttributeNames.PriceVersion;

    private protected override RawMetric Finish(SourceFigures figures, RawMetric better, RawMetric other, RawMetric merged)
    {
        merged.Measurements["total_tokens"] = TokenFacts.Parts.Sum(part => merged.Measurements.TryGetValue(part, out double tokens) ? tokens : 0);
        CostRequest request = TokenFacts.RequestOf(merged.Model, merged.Timestamp!.Value, merged.Measurements, merged.Attributes);
        PricedCost? known = Known(request, better, other);
        PricedCost computed = known is { Source: not CostSource.None } ? known : _computing.Calculate(request);
        PricedCost counted = Reported(figures, computed.Amount) is { } reported && calculator.Mode != CostMode.Calculate ? new PricedCost { Amount = reported, Source = CostSource.Reported }
            : known ?? calculator.Calculate(request);
        merged.Attributes[CostSourceNames.Attribute] = CostSourceNames.Of(counted.Source);
        SetIfAny(merged, TranscriptAttributeNames.PriceVersion, counted.PriceVersion);
        long rank = RecordRanks.WithRevision(better.Key!.Value.Rank, other.Key!.Value.Rank);
        RawMetric whole = merged with { Cost = counted.Amount, Key = merged.Key!.Value with { Rank = rank } };
        figures.WriteSources(whole, computed.Amount);
        return whole;
    }

    // The client counts attempts that broke off with the request that followed them. Where those are records of their own they count there.
    private static decimal? Reported(SourceFigures figures, decimal? computed)
    {
        if (figures.Best(Cost) is not { } reported)
        {
            return null;
        }

        decimal whole = Math.Round((decimal)reported, 9);
        decimal less = whole - Math.Round((decimal)(figures.At(Abandoned, LedgerSource.Live) ?? 0), 9);
        return less < 0 || (computed is { } own && Math.Abs(whole - own) <= Math.Abs(less - own)) ? whole : less;
    }

    // A cost stays as it was computed, or computed again, as long as what it was computed of stays.
    private static PricedCost? Known(in CostRequest request, RawMetric better, RawMetric other)
    {
        RawMetric? best = null;
        foreach (RawMetric record in (RawMetric[])[better, other])
        {
            bool isComputed = TextOf(record, CostSourceNames.Attribute) is CostSourceNames.Computed or CostSourceNames.Unpriced or CostSourceNames.None;
            if (isComputed
                && TokenFacts.RequestOf(record.Model, record.Timestamp!.Value, record.Measurements, record.Attributes) == request
                && (best is null || RecordRanks.RevisionOf(record.Key!.Value.Rank) > RecordRanks.RevisionOf(best.Key!.Value.Rank)))
            {
                best = record;
            }
        }

        return best is null ? null : new PricedCost
        {
            Amount = best.Cost,
            PriceVersion = TextOf(best, TranscriptAttributeNames.PriceVersion),
            Source = TextOf(best, CostSourceNames.Attribute) switch
            {
                CostSourceNames.Computed => CostSource.Computed,
                CostSourceNames.Unpriced => CostSource.Unpriced,
                _ => CostSource.None,
            },
        };
    }
}
