using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

public class PriceBookOverrideTests
{
    [Fact]
    public void WithOverrides_Rows_LeaveTheOriginalBookAlone()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-opus-5", 6));
        Assert.Equal(6m, SomePrices.InputPerMillion(book, "claude-opus-5"));
        Assert.Equal(5m, SomePrices.InputPerMillion(PriceBook.Default, "claude-opus-5"));
    }

    [Fact]
    public void Version_WithOverrides_AddsAHashOfTheirContent() =>
        Assert.Matches($"^{PriceBook.Default.Version}\\+[0-9a-f]{{8}}$", SomePrices.Book(SomePrices.Row("claude-opus-5", 6)).Version);

    [Fact]
    public void Version_SameRows_DoesNotDependOnOrderNotationOrSteps()
    {
        ModelPrice a = SomePrices.Row("claude-opus-5", 6);
        ModelPrice b = SomePrices.Row("claude-x-1", 1);
        string version = SomePrices.Book(a, b).Version;
        Assert.Equal(version, SomePrices.Book(b, a).Version);
        Assert.Equal(version, SomePrices.Book(b).WithOverrides([a]).Version);
        Assert.Equal(version, SomePrices.Book(b, SomePrices.Row("claude-opus-5", 99)).WithOverrides([a]).Version);
        Assert.Equal(version, SomePrices.Book(SomePrices.Row("CLAUDE-OPUS-5", 6.000m), b).Version);
    }

    public static TheoryData<ModelPrice> ChangedRows()
    {
        ModelPrice row = SomePrices.Row("claude-x-1", 3);
        return
        [
            row with { Model = "claude-x-2" },
            row with { Provider = "bedrock" },
            row with { EffectiveFrom = SomePrices.Now },
            row with { Withdrawn = true },
            row with { WebSearch = 0.01m },
            row with { Rates = row.Rates with { Input = 0.000002m } },
            row with { Rates = row.Rates with { Output = 0.000002m } },
            row with { Rates = row.Rates with { CacheRead = 0.000002m } },
            row with { Rates = row.Rates with { CacheWrite5m = 0.000002m } },
            row with { Rates = row.Rates with { CacheWrite1h = 0.000007m } },
            row with { LengthTiers = [new LengthTier { AboveTokens = 1000, Rates = row.Rates }] },
            row with { Multipliers = new Dictionary<string, decimal> { ["fast"] = 2m } },
        ];
    }

    [Theory]
    [MemberData(nameof(ChangedRows), DisableDiscoveryEnumeration = true)]
    public void Version_AnythingChanged_Differs(ModelPrice changed) =>
        Assert.NotEqual(SomePrices.Book(SomePrices.Row("claude-x-1", 3)).Version, SomePrices.Book(changed).Version);

    [Fact]
    public void WithOverrides_NoRows_KeepsTheVersion()
    {
        PriceBook book = SomePrices.Book();
        Assert.Equal(PriceBook.Default.Version, book.Version);
        Assert.Equal(0, book.LastOverride!.AppliedRows);
    }

    [Fact]
    public void WithOverrides_RowOfAnotherProvider_LeavesTheVendorsRowAlone()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-opus-5", 9, provider: "bedrock"));
        Assert.Equal(5m, SomePrices.InputPerMillion(book, "claude-opus-5"));
        Assert.Equal(9m, SomePrices.InputPerMillion(book, "claude-opus-5", provider: "bedrock"));
    }

    [Fact]
    public void WithOverrides_BadRows_ReportsAllOfThemAndAppliesNone()
    {
        ModelPrice good = SomePrices.Row("claude-opus-5", 6);
        ModelPrice bad = SomePrices.Row("bad", 3);
        PriceFormatException refused = Assert.Throws<PriceFormatException>(() => PriceBook.Default.WithOverrides(
        [
            good,
            bad with { Model = "bad-1", Rates = bad.Rates with { Input = -0.000001m } },
            bad with { Model = "bad-2", Rates = bad.Rates with { Output = 1.5m } },
            bad with { Model = "bad-3", Rates = bad.Rates with { CacheWrite1h = bad.Rates.CacheWrite5m - 0.000001m } },
            bad with { Model = "bad-4", Rates = bad.Rates with { CacheWrite1h = bad.Rates.Input * 11 } },
            bad with { Model = "bad-5", WebSearch = -1m },
            bad with { Model = "bad-6", Multipliers = new Dictionary<string, decimal> { ["fast"] = 0m } },
            bad with { Model = "bad-7", Multipliers = new Dictionary<string, decimal> { ["fast"] = 101m } },
            bad with { Model = "bad-8", LengthTiers = [new LengthTier { AboveTokens = 0, Rates = bad.Rates }] },
            bad with { Model = "bad-9", LengthTiers = [new LengthTier { AboveTokens = 200_000, Rates = bad.Rates with { CacheRead = -1m } }] },
            bad with { Model = " " },
            bad with { Provider = "" },
            SomePrices.Row("Claude-Opus-5", 7),
        ]));
        Assert.Equal(
            [
                ("bad-1", "Input"), ("bad-2", "Output"), ("bad-3", "CacheWrite1h"), ("bad-4", "CacheWrite1h"), ("bad-5", "WebSearch"),
                ("bad-6", "Multipliers.fast"), ("bad-7", "Multipliers.fast"), ("bad-8", "LengthTiers(0k).Input"), ("bad-9", "LengthTiers(200k).CacheRead"),
                (" ", ""), ("bad", ""), ("Claude-Opus-5", ""),
            ],
            refused.Errors.Select(error => (error.Row, error.Field)));
        Assert.All(refused.Errors, error => Assert.Contains(error.ToString(), refused.Message, StringComparison.Ordinal));
        Assert.Equal(5m, SomePrices.InputPerMillion(PriceBook.Default, "claude-opus-5"));
    }

    [Fact]
    public void WithOverrides_SkippingInvalidRows_AppliesTheRestAndListsThem()
    {
        ModelPrice bad = SomePrices.Row("bad", 3);
        PriceBook book = PriceBook.Default.WithOverrides(
            [SomePrices.Row("claude-opus-5", 6), bad with { Rates = bad.Rates with { Input = -1m, Output = -1m } }],
            new PriceOverrideOptions { SkipInvalidRows = true });
        Assert.Equal(6m, SomePrices.InputPerMillion(book, "claude-opus-5"));
        Assert.Null(SomePrices.InputPerMillion(book, "bad"));
        Assert.Equal((1, 0, 1, 2), (book.LastOverride!.AppliedRows, book.LastOverride.NotTokenPricedRows, book.LastOverride.InvalidRows, book.LastOverride.Errors.Count));
    }

    [Fact]
    public void WithOverrides_ManyBadRows_MessageStaysShortAndTheListComplete()
    {
        ModelPrice bad = SomePrices.Row("bad", 3);
        PriceFormatException refused = Assert.Throws<PriceFormatException>(() => PriceBook.Default.WithOverrides(
            Enumerable.Range(0, 500).Select(i => bad with { Model = $"bad-{i}", WebSearch = -1m })));
        Assert.Equal(500, refused.Errors.Count);
        Assert.Contains("480 more", refused.Message, StringComparison.Ordinal);
        Assert.InRange(refused.Message.Length, 100, 4000);
    }

    [Fact]
    public void ModelPrice_CollectionsChangedLater_DoNotChangeTheRow()
    {
        Dictionary<string, decimal> factors = new() { ["fast"] = 2m };
        LengthTier[] tiers = [new LengthTier { AboveTokens = 200, Rates = TokenRates.Create(1, 1) }, new LengthTier { AboveTokens = 100, Rates = TokenRates.Create(1, 1) }];
        ModelPrice row = SomePrices.Row("claude-x-1", 3) with { Multipliers = factors, LengthTiers = tiers };
        factors["fast"] = 9m;
        tiers[0] = tiers[1];
        Assert.Equal(2m, row.Multipliers["FAST"]);
        Assert.Equal([100, 200], row.LengthTiers.Select(tier => tier.AboveTokens));
    }
}
