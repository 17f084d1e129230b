namespace ClaudeUsage.Totals;

/// <summary>Sums over responses. Token sums are 128 bits wide, so no number of transcripts overflows them.</summary>
internal sealed class UsageTotals
{
    public long Requests { get; private set; }

    public Int128 Input { get; private set; }

    public Int128 Output { get; private set; }

    public Int128 CacheRead { get; private set; }

    public Int128 Cache5m { get; private set; }

    public Int128 Cache1h { get; private set; }

    /// <summary>Cache writes of both lifetimes.</summary>
    public Int128 CacheCreation => Cache5m + Cache1h;

    public Int128 Tokens => Input + Output + CacheRead + CacheCreation;

    /// <summary>Responses whose cost is unknown; <see cref="Cost"/> is without them.</summary>
    public long UnpricedRequests { get; private set; }

    /// <summary>Tokens of these responses.</summary>
    public Int128 UnpricedTokens { get; private set; }

    /// <summary>The exact sum of the known costs in US dollars, or <see langword="null"/> when none is known.</summary>
    public decimal? Cost => Requests > 0 && Requests == UnpricedRequests ? null : KnownCost;

    /// <summary>The latest response.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>The earliest response.</summary>
    public DateTimeOffset? First { get; private set; }

    private decimal KnownCost { get; set; }

    public void Add(in UsageEntry entry)
    {
        Requests++;
        Input += entry.Tokens.Input;
        Output += entry.Tokens.Output;
        CacheRead += entry.Tokens.CacheRead;
        Cache5m += entry.Tokens.CacheWrite5m;
        Cache1h += entry.Tokens.CacheWrite1h;
        if (entry.Cost is { } cost)
        {
            KnownCost += cost;
        }
        else
        {
            UnpricedRequests++;
            UnpricedTokens += (Int128)entry.Tokens.TotalInput + entry.Tokens.Output;
        }

        First = First < entry.Timestamp ? First : entry.Timestamp;
        Last = Last > entry.Timestamp ? Last : entry.Timestamp;
    }
}
