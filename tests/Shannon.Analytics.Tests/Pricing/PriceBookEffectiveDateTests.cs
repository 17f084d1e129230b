using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

public class PriceBookEffectiveDateTests
{
    private static readonly DateTimeOffset Rise = SomePrices.Day(2026, 9, 1);

    [Fact]
    public void TryFind_AroundAChange_TakesTheRowInForce()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-x-1", 3, from: Rise), SomePrices.Row("claude-x-1", 2));
        Assert.Equal(2m, SomePrices.InputPerMillion(book, "claude-x-1", at: Rise.AddTicks(-1)));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1", at: Rise));
        Assert.Equal(2m, SomePrices.InputPerMillion(book, "claude-x-1", at: DateTimeOffset.MinValue));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1", at: DateTimeOffset.MaxValue));
    }

    [Fact]
    public void TryFind_OffsetOfTheMoment_DoesNotMatter()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-x-1", 2), SomePrices.Row("claude-x-1", 3, from: Rise));

        // 01:00 on 1 September in Berlin is still August in UTC.
        Assert.Equal(2m, SomePrices.InputPerMillion(book, "claude-x-1", at: new DateTimeOffset(2026, 9, 1, 1, 0, 0, TimeSpan.FromHours(2))));
        Assert.Equal(3m, SomePrices.InputPerMillion(book, "claude-x-1", at: new DateTimeOffset(2026, 9, 1, 2, 0, 0, TimeSpan.FromHours(2))));
    }

    [Fact]
    public void Calculate_BeforeTheFirstDatedRow_IsUnpricedAndSaysWhy()
    {
        PriceBook book = SomePrices.Book(SomePrices.Row("claude-x-1", 2, from: Rise));
        PricedCost cost = new CostCalculator(book).Calculate("claude-x-1", new TokenCounts { Input = 1 }, Rise.AddDays(-1));
        Assert.Equal((null, CostSource.Unpriced, UnpricedReason.NotYetEffective), (cost.Amount, cost.Source, cost.Reason));
    }

    [Fact]
    public void TryFind_AnnouncedThenWithdrawn_KeepsTheOldPrice()
    {
        // Announced: a rise on 1 September. Withdrawn: the same row, marked.
        PriceBook announced = SomePrices.Book(SomePrices.Row("claude-x-1", 2), SomePrices.Row("claude-x-1", 3, from: Rise));
        PriceBook withdrawn = announced.WithOverrides([SomePrices.Row("claude-x-1", 3, from: Rise, withdrawn: true)]);
        Assert.Equal(3m, SomePrices.InputPerMillion(announced, "claude-x-1", at: Rise.AddDays(5)));
        Assert.Equal(2m, SomePrices.InputPerMillion(withdrawn, "claude-x-1", at: Rise.AddDays(5)));
        Assert.NotEqual(announced.Version, withdrawn.Version);
        Assert.Contains(withdrawn.Prices, row => row is { Model: "claude-x-1", Withdrawn: true });
    }

    [Fact]
    public void Default_CancelledRiseOfSonnet5_IsRecordedAndNeverCharged()
    {
        Assert.Contains(PriceBook.Default.Prices, row => row is { Model: "claude-sonnet-5", Withdrawn: true } && row.EffectiveFrom == Rise);
        Assert.Equal(2m, SomePrices.InputPerMillion(PriceBook.Default, "claude-sonnet-5", at: Rise.AddDays(1)));
    }

    [Fact]
    public void TryFind_OnlyWithdrawnRows_FindsNothing() =>
        Assert.Null(SomePrices.InputPerMillion(SomePrices.Book(SomePrices.Row("claude-x-1", 3, withdrawn: true)), "claude-x-1"));

    [Fact]
    public void WithOverrides_DatedRow_LeavesEarlierPricesAlone()
    {
        PriceBook book = PriceBook.Default.WithOverrides([SomePrices.Row("claude-opus-5", 6, from: Rise)]);
        Assert.Equal(5m, SomePrices.InputPerMillion(book, "claude-opus-5", at: Rise.AddDays(-1)));
        Assert.Equal(6m, SomePrices.InputPerMillion(book, "claude-opus-5", at: Rise));
    }

    [Fact]
    public void WithOverrides_UndatedRow_ReplacesEveryDate()
    {
        PriceBook dated = SomePrices.Book(SomePrices.Row("claude-x-1", 2), SomePrices.Row("claude-x-1", 3, from: Rise));
        PriceBook book = dated.WithOverrides([SomePrices.Row("anthropic/claude-x-1", 9)]);
        Assert.Equal(9m, SomePrices.InputPerMillion(book, "claude-x-1", at: Rise.AddDays(-1)));
        Assert.Equal(9m, SomePrices.InputPerMillion(book, "claude-x-1", at: Rise.AddDays(1)));
    }

    [Fact]
    public void WithOverrides_WholeHistory_ReplacesFromItsFirstDate()
    {
        PriceBook dated = SomePrices.Book(SomePrices.Row("claude-x-1", 2), SomePrices.Row("claude-x-1", 3, from: Rise));
        PriceBook book = dated.WithOverrides([SomePrices.Row("claude-x-1", 4), SomePrices.Row("claude-x-1", 5, from: Rise.AddDays(10))]);
        Assert.Equal(4m, SomePrices.InputPerMillion(book, "claude-x-1", at: Rise.AddDays(-1)));
        Assert.Equal(4m, SomePrices.InputPerMillion(book, "claude-x-1", at: Rise.AddDays(1)));
        Assert.Equal(5m, SomePrices.InputPerMillion(book, "claude-x-1", at: Rise.AddDays(10)));
    }
}
