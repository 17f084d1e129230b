using System.Text;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

/// <summary>Price rows, books and moments where only what a test names matters.</summary>
internal static class SomePrices
{
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static ModelPrice Row(string model, decimal inputPerMillion, string provider = "anthropic", DateTimeOffset? from = null, bool withdrawn = false) => new()
    {
        Provider = provider,
        Model = model,
        EffectiveFrom = from,
        Withdrawn = withdrawn,
        Rates = TokenRates.Create(inputPerMillion / 1_000_000m, inputPerMillion * 5 / 1_000_000m),
    };

    public static PriceBook Book(params ModelPrice[] rows) => PriceBook.Default.WithOverrides(rows);

    public static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    public static async Task<PriceBook> FromJsonAsync(string json, bool skipInvalid = false, PriceBook? book = null)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return await (book ?? PriceBook.Default).WithOverridesAsync(stream, new PriceOverrideOptions { SkipInvalidRows = skipInvalid });
    }

    public static async Task<PriceFormatException> RefusedAsync(string json) =>
        await Assert.ThrowsAsync<PriceFormatException>(() => FromJsonAsync(json));

    /// <summary>The input price per million that the book gives the model, or null.</summary>
    public static decimal? InputPerMillion(PriceBook book, string model, string? provider = null, DateTimeOffset? at = null) =>
        book.TryFind(model, provider, at ?? Now, out PriceMatch? match) ? match.Price.Rates.Input * 1_000_000m : null;
}
