using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

public class TokenRatesTests
{
    [Fact]
    public void Create_NoCachePrices_DerivesThemFromInput()
    {
        TokenRates rates = TokenRates.Create(0.000004m, 0.00002m);
        Assert.Equal(0.0000004m, rates.CacheRead);
        Assert.Equal(0.000005m, rates.CacheWrite5m);
        Assert.Equal(0.000008m, rates.CacheWrite1h);
    }

    [Fact]
    public void Create_GivenCachePrices_KeepsThem()
    {
        TokenRates rates = TokenRates.Create(4m, 20m, cacheRead: 0.2m, cacheWrite5m: 5.5m, cacheWrite1h: 9m);
        Assert.Equal((0.2m, 5.5m, 9m), (rates.CacheRead, rates.CacheWrite5m, rates.CacheWrite1h));
    }

    [Fact]
    public void Create_DearFiveMinuteWriteWithoutAnHourPrice_NeverMakesTheHourCheaper() =>
        Assert.Equal(12m, TokenRates.Create(4m, 20m, cacheWrite5m: 12m).CacheWrite1h);
}
