using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

/// <summary>Expected amounts are worked out by hand, in USD.</summary>
public class CostCalculatorTests
{
    private static readonly CostCalculator Calculator = new(PriceBook.Default);

    [Fact]
    public void Calculate_EachClass_HasItsOwnRate()
    {
        // claude-opus-4-6: 5 / 25 / 0.50 / 6.25 / 10 per million
        Assert.Equal(0.000005m, Amount("claude-opus-4-6", new TokenCounts { Input = 1 }));
        Assert.Equal(0.000025m, Amount("claude-opus-4-6", new TokenCounts { Output = 1 }));
        Assert.Equal(0.0000005m, Amount("claude-opus-4-6", new TokenCounts { CacheRead = 1 }));
        Assert.Equal(0.00000625m, Amount("claude-opus-4-6", new TokenCounts { CacheWrite5m = 1 }));
        Assert.Equal(0.00001m, Amount("claude-opus-4-6", new TokenCounts { CacheWrite1h = 1 }));
        Assert.Equal(0.03m, Amount("claude-opus-4-6", new TokenCounts { WebSearchRequests = 3 }));
    }

    [Fact]
    public void Calculate_MonthOfOpus_IsExactToTheNanoDollar()
    {
        // 1,911×5 + 60,312×25 + 21,103,416×0.5 + 217,025×6.25 + 409,334×10 = 17,518,809.25 µ$
        TokenCounts tokens = new() { Input = 1911, Output = 60_312, CacheRead = 21_103_416, CacheWrite5m = 217_025, CacheWrite1h = 409_334 };
        Assert.Equal(17.51880925m, Amount("claude-opus-4-6", tokens));
    }

    [Fact]
    public void Calculate_CheapestTokens_AreExactToTheNanoDollar()
    {
        // claude-haiku-5-5: 7×100 + 3×500 + 11×10 + 13×125 + 17×200 nano-dollars
        TokenCounts tokens = new() { Input = 7, Output = 3, CacheRead = 11, CacheWrite5m = 13, CacheWrite1h = 17 };
        Assert.Equal(0.000007335m, Amount("claude-haiku-5-5", tokens));
    }

    [Theory]
    [InlineData("claude-fable-5-1", 0.25)]
    [InlineData("claude-fable-5", 1)]
    [InlineData("claude-opus-5-5", 0.2)]
    [InlineData("claude-sonnet-5-5", 0.1)]
    public void Calculate_AMillionCacheReads_CostTheReadPrice(string model, double expected) =>
        Assert.Equal((decimal)expected, Amount(model, new TokenCounts { CacheRead = 1_000_000 }));

    [Theory]
    [InlineData(200_000, 0, 0, 0, 0.60)] // 200,000 × 3
    [InlineData(200_001, 0, 0, 0, 1.200006)] // 200,001 × 6: the whole request, not the excess
    [InlineData(1, 200_000, 0, 0, 0.120006)] // 1 × 6 + 200,000 × 0.60
    [InlineData(0, 200_000, 0, 0, 0.06)] // 200,000 × 0.30
    [InlineData(0, 100_000, 100_001, 0, 0.8100075)] // 100,000 × 0.60 + 100,001 × 7.5
    [InlineData(0, 0, 0, 200_001, 2.400012)] // 200,001 × 12
    public void Calculate_SonnetAroundTheTier_ComparesTheWholePrompt(long input, long read, long write5m, long write1h, double expected) =>
        Assert.Equal((decimal)expected, Amount("claude-sonnet-4-5-20250929", new TokenCounts { Input = input, CacheRead = read, CacheWrite5m = write5m, CacheWrite1h = write1h }));

    [Fact]
    public void Calculate_OutputAboveTheTier_IsDearerToo_AndDoesNotCountTowardsIt()
    {
        Assert.Equal(4.5m, Amount("claude-sonnet-4-5", new TokenCounts { Output = 300_000 }));
        Assert.Equal(1.200006m + 6.75m, Amount("claude-sonnet-4-5", new TokenCounts { Input = 200_001, Output = 300_000 }));
    }

    [Fact]
    public void Calculate_HaikuAroundTheTier_ChangesAtAHundredThousand()
    {
        PricedCost at = Calculator.Calculate("claude-haiku-5-5", new TokenCounts { Input = 100_000, Output = 1000 }, SomePrices.Now);
        PricedCost above = Calculator.Calculate("claude-haiku-5-5", new TokenCounts { Input = 100_001, Output = 1000 }, SomePrices.Now);
        Assert.Equal((0.0105m, (long?)null), (at.Amount, at.LengthTier?.AboveTokens));
        Assert.Equal((0.0525005m, 100_000L), (above.Amount, above.LengthTier?.AboveTokens));
    }

    [Fact]
    public void Calculate_SeveralTiers_TakesTheHighestExceeded()
    {
        ModelPrice row = SomePrices.Row("claude-x-1", 1) with
        {
            LengthTiers =
            [
                new LengthTier { AboveTokens = 20, Rates = TokenRates.Create(0.000003m, 0m) },
                new LengthTier { AboveTokens = 10, Rates = TokenRates.Create(0.000002m, 0m) },
            ],
        };
        CostCalculator calculator = new(SomePrices.Book(row));
        Assert.Equal(
            [0.00001m, 0.000022m, 0.00004m, 0.000063m],
            new long[] { 10, 11, 20, 21 }.Select(tokens => calculator.Calculate("claude-x-1", new TokenCounts { Input = tokens }, SomePrices.Now).Amount!.Value));
    }

    [Theory]
    [InlineData("claude-opus-5", "fast", null, 60, 2)] // 10 + 50
    [InlineData("claude-opus-5", "FAST", null, 60, 2)]
    [InlineData("claude-opus-5-5", "fast", null, 48, 2)] // 8 + 40
    [InlineData("claude-opus-4-8", "fast", null, 60, 2)]
    [InlineData("claude-opus-4-6", "fast", null, 180, 6)] // 30 + 150
    [InlineData("claude-opus-5", "standard", "global", 30, 1)]
    [InlineData("claude-opus-5", "", "not_available", 30, 1)]
    [InlineData("claude-opus-5", null, "us", 33, 1.1)]
    [InlineData("claude-opus-5", "fast", "us", 66, 2.2)]
    [InlineData("claude-opus-4-5", null, "us", 30, 1)] // older models keep their price
    public void Calculate_SpeedAndRegion_MultiplyTheTokenRates(string model, string? speed, string? geo, double expected, double multiplier)
    {
        PricedCost cost = Calculator.Calculate(new CostRequest
        {
            Model = model,
            Speed = speed,
            InferenceGeo = geo,
            At = SomePrices.Now,
            Tokens = new TokenCounts { Input = 1_000_000, Output = 1_000_000 },
        });
        Assert.Equal(((decimal)expected, (decimal)multiplier), (cost.Amount, cost.Multiplier));
    }

    [Fact]
    public void Calculate_FastWithCacheAndSearch_MultipliesCachePricesButNotTheSearch()
    {
        PricedCost cost = Calculator.Calculate(new CostRequest
        {
            Model = "claude-opus-5",
            Speed = "fast",
            At = SomePrices.Now,
            Tokens = new TokenCounts { CacheRead = 1_000_000, CacheWrite5m = 1_000_000, CacheWrite1h = 1_000_000, WebSearchRequests = 1 },
        });
        Assert.Equal(1m + 12.5m + 20m + 0.01m, cost.Amount);
    }

    [Fact]
    public void Calculate_SpeedWithoutARate_IsUnpriced()
    {
        PricedCost cost = Calculator.Calculate(new CostRequest { Model = "claude-haiku-4-5", Speed = "fast", At = SomePrices.Now, Tokens = new TokenCounts { Input = 1 } });
        Assert.Equal((null, CostSource.Unpriced, UnpricedReason.UnknownSpeed), (cost.Amount, cost.Source, cost.Reason));
    }

    [Fact]
    public void Calculate_UnknownModel_IsUnpricedAndNotZero()
    {
        PricedCost cost = Calculator.Calculate("model-of-tomorrow", new TokenCounts { Input = 1 }, SomePrices.Now);
        Assert.Equal((null, CostSource.Unpriced, UnpricedReason.UnknownModel), (cost.Amount, cost.Source, cost.Reason));
        Assert.Null(cost.PriceVersion);
        Assert.Null(cost.Match);
        Assert.Null(Calculator.Calculate(null, new TokenCounts { WebSearchRequests = 1 }, SomePrices.Now).Amount);
    }

    [Fact]
    public void Calculate_KnownModelOfAnUnknownProvider_SaysSo()
    {
        PricedCost cost = Calculator.Calculate(new CostRequest { Model = "claude-opus-5", Provider = "github_copilot", At = SomePrices.Now, Tokens = new TokenCounts { Input = 1 } });
        Assert.Equal((null, UnpricedReason.UnknownProvider), (cost.Amount, cost.Reason));
    }

    [Fact]
    public void Calculate_NoTokens_CostNothingWhateverTheModel()
    {
        foreach (string? model in (string?[])["claude-opus-5", "model-of-tomorrow", null])
        {
            PricedCost cost = Calculator.Calculate(model, default, SomePrices.Now);
            Assert.Equal((0m, CostSource.Computed, PriceBook.Default.Version), (cost.Amount, cost.Source, cost.PriceVersion));
        }
    }

    [Fact]
    public void Calculate_WebSearchWithoutAPrice_IsCountedAsUnpriced()
    {
        CostCalculator calculator = new(SomePrices.Book(SomePrices.Row("claude-x-1", 3)));
        PricedCost cost = calculator.Calculate("claude-x-1", new TokenCounts { Input = 1_000_000, WebSearchRequests = 2 }, SomePrices.Now);
        Assert.Equal((3m, 2L), (cost.Amount, cost.UnpricedWebSearchRequests));
        Assert.Equal(0L, Calculator.Calculate("claude-opus-5", new TokenCounts { WebSearchRequests = 2 }, SomePrices.Now).UnpricedWebSearchRequests);
    }

    [Theory]
    [InlineData(1, "0")] // 0.5 nano-dollars → even
    [InlineData(3, "0.000000002")] // 1.5 → 2
    [InlineData(5, "0.000000002")] // 2.5 → 2
    [InlineData(7, "0.000000004")] // 3.5 → 4
    public void Calculate_HalfANanoDollar_RoundsToEvenOnceAtTheEnd(long tokens, string expected)
    {
        ModelPrice row = SomePrices.Row("claude-x-1", 0.0005m);
        Assert.Equal(
            decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            new CostCalculator(SomePrices.Book(row)).Calculate("claude-x-1", new TokenCounts { Input = tokens }, SomePrices.Now).Amount);
    }

    [Fact]
    public void Calculate_MoreThanTheStoreCanHold_IsUnpricedInsteadOfAnOverflow()
    {
        TokenCounts tokens = new()
        {
            Input = long.MaxValue,
            Output = long.MaxValue,
            CacheRead = long.MaxValue,
            CacheWrite5m = long.MaxValue,
            CacheWrite1h = long.MaxValue,
            WebSearchRequests = long.MaxValue,
        };
        ModelPrice dearest = SomePrices.Row("claude-x-1", 1) with
        {
            Rates = TokenRates.Create(1m, 1m, 1m, 1m, 1m),
            WebSearch = 10m,
            Multipliers = new Dictionary<string, decimal> { ["fast"] = 100m, ["us"] = 100m },
        };
        PricedCost cost = new CostCalculator(SomePrices.Book(dearest)).Calculate(new CostRequest { Model = "claude-x-1", Speed = "fast", InferenceGeo = "us", Tokens = tokens, At = SomePrices.Now });
        Assert.Equal((null, UnpricedReason.OutOfRange), (cost.Amount, cost.Reason));
    }

    [Fact]
    public void Calculate_LargestStorableAmount_IsExact()
    {
        // 9,223,372,036 searches at one dollar, plus 854,775,807 nano-dollars of tokens
        ModelPrice row = SomePrices.Row("claude-x-1", 0.001m) with { WebSearch = 1m };
        TokenCounts tokens = new() { Input = 854_775_807, WebSearchRequests = 9_223_372_036 };
        CostCalculator calculator = new(SomePrices.Book(row));
        Assert.Equal(9_223_372_036.854775807m, calculator.Calculate("claude-x-1", tokens, SomePrices.Now).Amount);
        Assert.Null(calculator.Calculate("claude-x-1", tokens with { Input = 854_775_808 }, SomePrices.Now).Amount);
    }

    [Fact]
    public void Calculate_AnotherBook_RepricesUnderItsVersion()
    {
        PriceBook dearer = SomePrices.Book(SomePrices.Row("claude-opus-5", 6));
        TokenCounts tokens = new() { Input = 1_000_000 };
        PricedCost before = Calculator.Calculate("claude-opus-5", tokens, SomePrices.Now);
        PricedCost after = new CostCalculator(dearer).Calculate("claude-opus-5", tokens, SomePrices.Now);
        Assert.Equal((5m, PriceBook.Default.Version), (before.Amount, before.PriceVersion));
        Assert.Equal((6m, dearer.Version), (after.Amount, after.PriceVersion));
    }

    private static decimal? Amount(string model, TokenCounts tokens) => Calculator.Calculate(model, tokens, SomePrices.Now).Amount;
}
