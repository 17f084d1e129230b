namespace Shannon.Analytics.Pricing;

/// <summary>The price of one token of each class, in USD per token, as exact decimals. Immutable and thread-safe.</summary>
public sealed record TokenRates
{
    /// <summary>USD per uncached input token; 0 to 1.</summary>
    public required decimal Input { get; init; }

    /// <summary>USD per output token; 0 to 1.</summary>
    public required decimal Output { get; init; }

    /// <summary>USD per input token read from the cache; 0 to 1.</summary>
    public required decimal CacheRead { get; init; }

    /// <summary>USD per input token written to the five-minute cache; 0 to 1.</summary>
    public required decimal CacheWrite5m { get; init; }

    /// <summary>USD per input token written to the one-hour cache; 0 to 1 and not below <see cref="CacheWrite5m"/>.</summary>
    public required decimal CacheWrite1h { get; init; }

    /// <summary>
    /// Builds rates, deriving absent cache prices from the input price by the published multipliers: read 0.1 ×,
    /// five-minute write 1.25 ×, one-hour write 2 × (or the five-minute price where that is higher).
    /// </summary>
    /// <param name="input">USD per uncached input token.</param>
    /// <param name="output">USD per output token.</param>
    /// <param name="cacheRead">USD per cache read token, or <see langword="null"/> to derive it.</param>
    /// <param name="cacheWrite5m">USD per token written for five minutes, or <see langword="null"/> to derive it.</param>
    /// <param name="cacheWrite1h">USD per token written for one hour, or <see langword="null"/> to derive it.</param>
    /// <returns>The rates. Ranges are checked where a price book takes them in.</returns>
    public static TokenRates Create(
        decimal input,
        decimal output,
        decimal? cacheRead = null,
        decimal? cacheWrite5m = null,
        decimal? cacheWrite1h = null)
    {
        decimal write5m = cacheWrite5m ?? (input * PriceLimits.CacheWrite5mMultiplier);
        return new TokenRates
        {
            Input = input,
            Output = output,
            CacheRead = cacheRead ?? (input * PriceLimits.CacheReadMultiplier),
            CacheWrite5m = write5m,
            CacheWrite1h = cacheWrite1h ?? Math.Max(write5m, input * PriceLimits.CacheWrite1hMultiplier),
        };
    }

    /// <summary>The cost of the tokens at these rates, unrounded. Overflow is impossible for rates within the limits.</summary>
    internal decimal Cost(in TokenCounts tokens) =>
        (tokens.Input * Input)
        + (tokens.Output * Output)
        + (tokens.CacheRead * CacheRead)
        + (tokens.CacheWrite5m * CacheWrite5m)
        + (tokens.CacheWrite1h * CacheWrite1h);
}
