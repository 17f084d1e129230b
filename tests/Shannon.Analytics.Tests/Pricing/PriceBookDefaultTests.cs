using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

/// <summary>The shipped prices against the published table, typed in again by hand (USD per million tokens).</summary>
public class PriceBookDefaultTests
{
    [Theory]
    [InlineData("claude-fable-5-1", 10, 50, 12.5, 20, 0.25)]
    [InlineData("claude-fable-5", 10, 50, 12.5, 20, 1)]
    [InlineData("claude-mythos-5-1", 10, 50, 12.5, 20, 0.25)]
    [InlineData("claude-mythos-5", 10, 50, 12.5, 20, 1)]
    [InlineData("claude-opus-5-5", 4, 20, 5, 8, 0.2)]
    [InlineData("claude-opus-5", 5, 25, 6.25, 10, 0.5)]
    [InlineData("claude-opus-4-8", 5, 25, 6.25, 10, 0.5)]
    [InlineData("claude-opus-4-7", 5, 25, 6.25, 10, 0.5)]
    [InlineData("claude-opus-4-6", 5, 25, 6.25, 10, 0.5)]
    [InlineData("claude-opus-4-5", 5, 25, 6.25, 10, 0.5)]
    [InlineData("claude-opus-4-1", 15, 75, 18.75, 30, 1.5)]
    [InlineData("claude-opus-4", 15, 75, 18.75, 30, 1.5)]
    [InlineData("claude-sonnet-5-5", 2, 10, 2.5, 4, 0.1)]
    [InlineData("claude-sonnet-5", 2, 10, 2.5, 4, 0.2)]
    [InlineData("claude-sonnet-4-6", 3, 15, 3.75, 6, 0.3)]
    [InlineData("claude-sonnet-4-5", 3, 15, 3.75, 6, 0.3)]
    [InlineData("claude-sonnet-4", 3, 15, 3.75, 6, 0.3)]
    [InlineData("claude-3-7-sonnet", 3, 15, 3.75, 6, 0.3)]
    [InlineData("claude-3-5-sonnet", 3, 15, 3.75, 6, 0.3)]
    [InlineData("claude-haiku-5-5", 0.1, 0.5, 0.125, 0.2, 0.01)]
    [InlineData("claude-haiku-4-5", 1, 5, 1.25, 2, 0.1)]
    [InlineData("claude-3-5-haiku", 0.8, 4, 1, 1.6, 0.08)]
    [InlineData("claude-3-opus", 15, 75, 18.75, 30, 1.5)]
    [InlineData("claude-3-haiku", 0.25, 1.25, 0.3, 0.5, 0.03)]
    public void Default_Model_HasThePublishedRates(string model, double input, double output, double write5m, double write1h, double read)
    {
        Assert.True(PriceBook.Default.TryFind(model, null, SomePrices.Now, out PriceMatch? match));
        TokenRates rates = match.Price.Rates;
        Assert.Equal(
            (PerToken(input), PerToken(output), PerToken(write5m), PerToken(write1h), PerToken(read)),
            (rates.Input, rates.Output, rates.CacheWrite5m, rates.CacheWrite1h, rates.CacheRead));
        Assert.Equal(0.01m, match.Price.WebSearch);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", 200_000, 6, 22.5, 7.5, 12, 0.6)]
    [InlineData("claude-sonnet-4", 200_000, 6, 22.5, 7.5, 12, 0.6)]
    [InlineData("claude-haiku-5-5", 100_000, 0.5, 2.5, 0.625, 1, 0.05)]
    public void Default_LengthTier_HasThePublishedRates(string model, long above, double input, double output, double write5m, double write1h, double read)
    {
        Assert.True(PriceBook.Default.TryFind(model, null, SomePrices.Now, out PriceMatch? match));
        LengthTier tier = Assert.Single(match.Price.LengthTiers);
        Assert.Equal(above, tier.AboveTokens);
        Assert.Equal(
            (PerToken(input), PerToken(output), PerToken(write5m), PerToken(write1h), PerToken(read)),
            (tier.Rates.Input, tier.Rates.Output, tier.Rates.CacheWrite5m, tier.Rates.CacheWrite1h, tier.Rates.CacheRead));
    }

    [Fact]
    public void Default_OtherModels_HaveNoLengthTier() => Assert.Equal(
        ["claude-haiku-5-5", "claude-sonnet-4", "claude-sonnet-4-5"],
        PriceBook.Default.Prices.Where(row => row.LengthTiers.Count > 0).Select(row => row.Model).Order(StringComparer.Ordinal));

    [Fact]
    public void Default_Version_IsADate() => Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", PriceBook.Default.Version);

    [Fact]
    public void Default_EveryRow_PassesTheChecksOfOverrides()
    {
        PriceRows rows = new(PriceRowFields.Object);
        foreach (ModelPrice row in PriceBook.Default.Prices)
        {
            rows.Add(row);
        }

        Assert.Empty(rows.Errors);
        Assert.Equal(PriceBook.Default.Prices.Count, rows.Valid.Count);
    }

    private static decimal PerToken(double perMillion) => (decimal)perMillion / 1_000_000m;
}
