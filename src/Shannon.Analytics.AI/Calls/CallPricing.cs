using Shannon.Analytics.AI.Usage;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.AI.Calls;

/// <summary>What a call cost.</summary>
internal sealed class CallPricing(ChatAnalyticsOptions options, RecordWriter writer)
{
    private readonly CostCalculator _calculator = new(options.Prices, options.CostMode);
    private readonly CostCalculator _estimator = new(options.Prices);

    internal PricedCost PriceOf(ChatCall call, ChatUsage usage) => _calculator.Calculate(new CostRequest
    {
        Model = call.Model,
        Provider = call.Target.Provider,
        Tokens = usage.Tokens,
        At = call.StartedAt,
        ReportedCost = ReportedCostOf(call),
    });

    /// <summary>The price of tokens that are only guessed; null if there is none.</summary>
    internal decimal? Estimate(ChatCall call, TokenCounts tokens) =>
        _estimator.Calculate(new CostRequest { Model = call.Model, Provider = call.Target.Provider, Tokens = tokens, At = call.StartedAt }).Amount;

    private decimal? ReportedCostOf(ChatCall call)
    {
        if (options.ReportedCost is null)
        {
            return null;
        }

        try
        {
            decimal? cost = options.ReportedCost(call.ToResponse());
            return cost is null or (>= 0 and <= Metrics.MetricLimits.MaxCost) ? cost : throw new ArgumentOutOfRangeException(nameof(call), "The reported cost is negative or too large.");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            writer.Fault(error, nameof(ChatAnalyticsOptions.ReportedCost));
            return null;
        }
    }
}
