using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

public class PriceBookLookupTests
{
    [Theory]
    [InlineData("claude-opus-4-6", null, "claude-opus-4-6", PriceMatchKind.Exact, true)]
    [InlineData("claude-opus-4-6[1m]", null, "claude-opus-4-6", PriceMatchKind.Exact, true)]
    [InlineData("claude-haiku-4-5-20251001", null, "claude-haiku-4-5", PriceMatchKind.Undated, true)]
    [InlineData("claude-sonnet-4-20250514", null, "claude-sonnet-4", PriceMatchKind.Undated, true)]
    [InlineData("claude-opus-4-20250514", null, "claude-opus-4", PriceMatchKind.Undated, true)]
    [InlineData("claude-3-5-haiku-20241022", null, "claude-3-5-haiku", PriceMatchKind.Undated, true)]
    [InlineData("claude-3-7-sonnet-latest", null, "claude-3-7-sonnet", PriceMatchKind.Alias, true)]
    [InlineData("claude-opus-4-0", null, "claude-opus-4", PriceMatchKind.Alias, true)]
    [InlineData("claude-4-sonnet-20250514", null, "claude-sonnet-4", PriceMatchKind.Alias, true)]
    [InlineData("claude-opus-4.6", null, "claude-opus-4-6", PriceMatchKind.Alias, true)]
    [InlineData("claude-haiku-4.5-20251001", null, "claude-haiku-4-5", PriceMatchKind.Alias, true)]
    [InlineData("anthropic/claude-opus-5", null, "claude-opus-5", PriceMatchKind.Exact, true)]
    [InlineData("claude-opus-5", "anthropic", "claude-opus-5", PriceMatchKind.Exact, true)]
    [InlineData("claude-opus-5", "firstParty", "claude-opus-5", PriceMatchKind.Exact, true)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", null, "claude-sonnet-4-5", PriceMatchKind.Undated, false)]
    [InlineData("bedrock/anthropic.claude-opus-4-6-v1", null, "claude-opus-4-6", PriceMatchKind.Exact, false)]
    [InlineData("vertex_ai/claude-sonnet-4@20250514", null, "claude-sonnet-4", PriceMatchKind.Undated, false)]
    [InlineData("claude-sonnet-4@20250514", "gcp.vertex_ai", "claude-sonnet-4", PriceMatchKind.Undated, false)]
    [InlineData("claude-opus-5", "azure_ai", "claude-opus-5", PriceMatchKind.Exact, false)]
    public void TryFind_KnownSpelling_FindsTheRow(string model, string? provider, string row, PriceMatchKind kind, bool providerMatched)
    {
        Assert.True(PriceBook.Default.TryFind(model, provider, SomePrices.Now, out PriceMatch? match));
        Assert.Equal((row, kind, providerMatched), (match.Price.Model, match.Kind, match.ProviderMatched));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("<synthetic>")]
    [InlineData("opus")]
    [InlineData("sonnet")]
    [InlineData("claude")]
    [InlineData("claude-opus")]
    [InlineData("claude-opus-9")]
    [InlineData("claude-opus-4-latest")]
    [InlineData("claude-opus-4-6-20261399")]
    [InlineData("gpt-5")]
    [InlineData("claude-opus-4-6/x")]
    public void TryFind_UnknownModel_FindsNothing(string? model) => Assert.False(PriceBook.Default.TryFind(model, null, SomePrices.Now, out _));

    [Fact]
    public void TryFind_ProviderThatIsNotListPriced_FindsNothing() =>
        Assert.False(PriceBook.Default.TryFind("claude-opus-5", "github_copilot", SomePrices.Now, out _));

    [Fact]
    public void TryFind_RowOfTheProvider_WinsOverABetterSpellingElsewhere()
    {
        // The vendor has the dated id itself; the platform only the id without its date. The provider comes first.
        PriceBook book = SomePrices.Book(
            SomePrices.Row("claude-x-1-20260101", 3),
            SomePrices.Row("claude-x-1", 4, provider: "bedrock"));
        Assert.Equal(4m, SomePrices.InputPerMillion(book, "anthropic.claude-x-1-20260101-v1:0"));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1-20260101"));
    }

    [Fact]
    public void TryFind_ExactIdAndUndatedId_PrefersTheExactOne()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-x-1", 3), SomePrices.Row("claude-x-1-20260101", 4));
        Assert.Equal(4m, SomePrices.InputPerMillion(book, "claude-x-1-20260101"));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1-20260202"));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1"));
    }

    [Fact]
    public void TryFind_RowNamedLikeAnAlias_WinsOverTheAlias()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-opus-4-0", 14));
        Assert.Equal(14m, SomePrices.InputPerMillion(book, "claude-opus-4-0"));
        Assert.Equal(15m, SomePrices.InputPerMillion(book, "claude-opus-4"));
    }

    [Fact]
    public void TryFind_RegionalRow_IsUsedOnlyForItsRegion()
    {
        PriceBook book = SomePrices.Book(
            SomePrices.Row("anthropic.claude-x-1-v1:0", 3, provider: "bedrock_converse"),
            SomePrices.Row("us.anthropic.claude-x-1-v1:0", 3.3m, provider: "bedrock_converse"));
        Assert.Equal(3.3m, SomePrices.InputPerMillion(book, "us.anthropic.claude-x-1-v1:0"));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "anthropic.claude-x-1-v1:0"));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "eu.anthropic.claude-x-1-v1:0"));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1", provider: "aws.bedrock"));
    }

    [Fact]
    public void TryFind_NoProviderAndSeveralSellers_TakesNoSide()
    {
        ModelPrice first = SomePrices.Row("model-z", 1, provider: "groq");
        ModelPrice second = SomePrices.Row("model-z", 2, provider: "openrouter");
        Assert.Equal(1m, SomePrices.InputPerMillion(SomePrices.Book(first), "model-z"));
        Assert.Null(SomePrices.InputPerMillion(SomePrices.Book(first, second), "model-z"));
        Assert.Equal(2m, SomePrices.InputPerMillion(SomePrices.Book(first, second), "openrouter/model-z"));
    }

    [Fact]
    public void TryFind_NoProviderForAClaudeModelOfOnlyAPlatform_TakesTheSoleSeller() =>
        Assert.Equal(7m, SomePrices.InputPerMillion(SomePrices.Book(SomePrices.Row("claude-x-1", 7, provider: "vertex_ai")), "claude-x-1"));

    [Fact]
    public void TryFind_NoProviderAndAPlatformsExactId_PrefersTheVendorsUndatedId()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-x-1", 3), SomePrices.Row("claude-x-1-20260101", 4, provider: "vertex_ai"));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1-20260101"));
        Assert.Equal(4m, SomePrices.InputPerMillion(book, "claude-x-1-20260101", provider: "vertex_ai"));
    }

    [Fact]
    public void TryFind_PlatformWithoutARow_NeverTakesAnotherPlatformsPrice() =>
        Assert.Null(SomePrices.InputPerMillion(SomePrices.Book(SomePrices.Row("claude-x-1", 7, provider: "vertex_ai")), "claude-x-1", provider: "bedrock"));

    [Fact]
    public void TryFind_MoreNamesThanAreCached_StillFindsEach()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-x-1", 3));
        for (int i = 0; i < PriceLimits.MaxCachedLookups + 50; i++)
        {
            Assert.Null(SomePrices.InputPerMillion(book, $"unknown-{i}"));
        }

        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1"));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1"));
    }

    [Fact]
    public void TryFind_ManyThreads_AgreeWithOne()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-x-1", 3));
        string[] models = [.. PriceBook.Default.Prices.Select(row => row.Model).Append("claude-x-1").Append("nothing").Distinct()];
        decimal?[] expected = [.. models.Select(model => SomePrices.InputPerMillion(SomePrices.Book(SomePrices.Row("claude-x-1", 3)), model))];
        Parallel.For(0, 2000, i => Assert.Equal(expected[i % models.Length], SomePrices.InputPerMillion(book, models[i % models.Length])));
    }
}
