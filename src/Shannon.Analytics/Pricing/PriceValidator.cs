using System.Globalization;

namespace Shannon.Analytics.Pricing;

/// <summary>The sanity checks that every row passes before a book holds it, whatever it was read from.</summary>
internal static class PriceValidator
{
    /// <summary>Appends what is wrong with the row.</summary>
    /// <returns>Whether the row is sound.</returns>
    public static bool Check(ModelPrice row, PriceRowFields fields, List<PriceRowError> errors)
    {
        int before = errors.Count;
        string model = row.Model ?? string.Empty;
        if (string.IsNullOrWhiteSpace(row.Model))
        {
            Report(string.Empty, "the model is empty; name the model the prices are for");
        }

        if (string.IsNullOrWhiteSpace(row.Provider))
        {
            Report(string.Empty, "the provider is empty; name who bills the model, such as anthropic");
        }

        CheckRates(row.Rates, name => name, inherited: null);
        long previous = 0;
        foreach (LengthTier tier in row.LengthTiers)
        {
            long thousands = tier.AboveTokens / 1000;
            if (tier.AboveTokens <= previous)
            {
                Report(TierField(fields.Input), Text($"the threshold is {tier.AboveTokens} tokens; thresholds are above 0 and each occurs once"));
            }

            previous = tier.AboveTokens;
            CheckRates(tier.Rates, TierField, inherited: row.Rates);

            string TierField(string name) => string.Format(CultureInfo.InvariantCulture, fields.TierFormat, name, thousands);
        }

        foreach ((string name, decimal factor) in row.Multipliers)
        {
            if (factor is <= 0 or > PriceLimits.MaxMultiplier)
            {
                Report($"{fields.Multipliers}.{name}", Text($"is {factor}; allowed is above 0 up to {PriceLimits.MaxMultiplier}"));
            }
        }

        if (row.WebSearch is < 0 or > PriceLimits.MaxPerWebSearch)
        {
            Report(fields.WebSearch, Text($"is {row.WebSearch}; allowed is 0 to {PriceLimits.MaxPerWebSearch} USD per search"));
        }

        return errors.Count == before;

        // A figure that only follows from another one is not reported a second time: the source does not contain it.
        void CheckRates(TokenRates rates, Func<string, string> field, TokenRates? inherited)
        {
            TokenRates derived = TokenRates.Create(rates.Input, rates.Output, cacheWrite5m: rates.CacheWrite5m);
            bool input = CheckRate(rates.Input, field(fields.Input), report: rates.Input != inherited?.Input);
            bool output = CheckRate(rates.Output, field(fields.Output), report: rates.Output != inherited?.Output);
            bool read = CheckRate(rates.CacheRead, field(fields.CacheRead), report: input || rates.CacheRead != derived.CacheRead);
            bool write5m = CheckRate(rates.CacheWrite5m, field(fields.CacheWrite5m), report: input || rates.CacheWrite5m != rates.Input * PriceLimits.CacheWrite5mMultiplier);
            bool write1h = CheckRate(rates.CacheWrite1h, field(fields.CacheWrite1h), report: (input && write5m) || rates.CacheWrite1h != derived.CacheWrite1h);
            if (!(input && output && read && write5m && write1h))
            {
                return;
            }

            if (rates.CacheWrite1h < rates.CacheWrite5m)
            {
                Report(field(fields.CacheWrite1h), Text($"is {rates.CacheWrite1h}, below the five-minute price {rates.CacheWrite5m}; a longer lifetime is never cheaper (published: 2 × input)"));
            }
            else if (rates.Input > 0 && rates.CacheWrite1h > rates.Input * PriceLimits.MaxCacheWrite1hOverInput && rates.CacheWrite1h > rates.CacheWrite5m)
            {
                Report(field(fields.CacheWrite1h), Text($"is {rates.CacheWrite1h}, more than {PriceLimits.MaxCacheWrite1hOverInput} times the input price {rates.Input} (published: 2 × input)"));
            }
        }

        bool CheckRate(decimal rate, string field, bool report)
        {
            string? problem = rate switch
            {
                < 0 => Text($"is {rate}; a price is 0 or more"),
                > PriceLimits.MaxPerToken => Text($"is {rate} USD per token; allowed is up to {PriceLimits.MaxPerToken}. Was it given per million tokens?"),
                _ => null,
            };
            if (problem is not null && report)
            {
                Report(field, problem);
            }

            return problem is null;
        }

        void Report(string field, string problem) => errors.Add(new PriceRowError(model, field, problem));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
