using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>Says what a record costs: what was stored, or what its tokens come to.</summary>
/// <param name="prices">The prices for what is computed now.</param>
/// <param name="mode">Which cost counts.</param>
/// <param name="reprice">Whether costs that were computed when they were stored are computed again.</param>
internal sealed class UsagePricer(PriceBook prices, CostMode mode, bool reprice)
{
    private static readonly PricedCost NotSplit = new() { Amount = null, Source = CostSource.Unpriced, Reason = UnpricedReason.TokensNotSplit };

    private readonly CostCalculator _calculator = new(prices, CostMode.Calculate);

    internal PricedCost Price(UsageRow row)
    {
        if (row.Cost is { } stored && mode != CostMode.Calculate)
        {
            if (!row.CostIsComputed)
            {
                return new PricedCost { Amount = stored, Source = CostSource.Reported };
            }

            if (mode == CostMode.Auto && !reprice)
            {
                return new PricedCost { Amount = stored, Source = CostSource.Computed, PriceVersion = row.PriceVersion };
            }
        }

        return mode == CostMode.Display ? new PricedCost { Amount = null, Source = CostSource.None } : Compute(row);
    }

    private PricedCost Compute(UsageRow row) => row.Tokens.IsZero && row.TotalTokens > 0
        ? NotSplit
        : _calculator.Calculate(new CostRequest { Model = row.Model, At = UnixMicros.ToTime(row.Micros), Tokens = row.Tokens, Speed = row.Speed, InferenceGeo = row.InferenceGeo });
}
