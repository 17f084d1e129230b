using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>Adds up usage and cost. Costs are added as decimals of whole nano-dollars, so the order does not matter.</summary>
internal sealed class UsageTally
{
    internal long Requests { get; set; }

    internal long Tokens { get; set; }

    internal long Input { get; set; }

    internal long Output { get; set; }

    internal long CacheRead { get; set; }

    internal long CacheWrite { get; set; }

    internal decimal Reported { get; set; }

    internal decimal Computed { get; set; }

    internal long UnpricedRequests { get; set; }

    internal long UnpricedTokens { get; set; }

    internal decimal Cost => Reported + Computed;

    internal double? CacheHitShare => UsageEntry.HitShare(Input, CacheRead, CacheWrite);

    internal void Add(UsageRow row, PricedCost cost)
    {
        AddTokens(row);
        AddCost(row, cost);
    }

    internal void AddCost(UsageRow row, PricedCost cost)
    {
        if (cost.Amount is not { } amount)
        {
            UnpricedRequests++;
            UnpricedTokens += row.TotalTokens;
        }
        else if (cost.Source == CostSource.Reported)
        {
            Reported += amount;
        }
        else
        {
            Computed += amount;
        }
    }

    internal void Add(UsageTally other)
    {
        Requests += other.Requests;
        Tokens += other.Tokens;
        Input += other.Input;
        Output += other.Output;
        CacheRead += other.CacheRead;
        CacheWrite += other.CacheWrite;
        Reported += other.Reported;
        Computed += other.Computed;
        UnpricedRequests += other.UnpricedRequests;
        UnpricedTokens += other.UnpricedTokens;
    }

    internal UsageEntry ToEntry(string name, decimal totalCost) => new()
    {
        Name = name,
        Requests = Requests,
        Tokens = Tokens,
        InputTokens = Input,
        OutputTokens = Output,
        CacheReadTokens = CacheRead,
        CacheWriteTokens = CacheWrite,
        Cost = Cost,
        ReportedCost = Reported,
        ComputedCost = Computed,
        UnpricedTokens = UnpricedTokens,
        CostShare = totalCost > 0 ? (double)(Cost / totalCost) : null,
    };

    private void AddTokens(UsageRow row)
    {
        Requests += row.IsUsage ? 1 : 0;
        Tokens += row.TotalTokens;
        Input += row.Tokens.Input;
        Output += row.Tokens.Output;
        CacheRead += row.Tokens.CacheRead;
        CacheWrite += row.Tokens.CacheWrite5m + row.Tokens.CacheWrite1h;
    }
}
