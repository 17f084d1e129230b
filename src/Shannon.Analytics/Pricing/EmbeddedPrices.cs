using System.Globalization;
using System.Text.Json;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// Reads prices.json, the shipped list prices. Dated model ids are matched by leaving the date out, so the file has one
/// row a model. Its figures are per million tokens, as published, to be compared with the published table by eye.
/// </summary>
internal static class EmbeddedPrices
{
    private const string ResourceName = "Shannon.Analytics.Pricing.prices.json";
    private const decimal Million = 1_000_000m;

    public static PriceBook Load()
    {
        using Stream stream = typeof(EmbeddedPrices).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is not in the assembly; rebuild the library.");
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement root = document.RootElement;
        string provider = root.GetProperty("provider").GetString()!;
        decimal webSearch = root.GetProperty("web_search").GetDecimal();
        PriceRows rows = new(PriceRowFields.Object);
        Dictionary<string, string> aliases = new(StringComparer.Ordinal);
        foreach (JsonElement model in root.GetProperty("models").EnumerateArray())
        {
            string id = model.GetProperty("id").GetString()!;
            rows.Add(new ModelPrice
            {
                Provider = provider,
                Model = id,
                EffectiveFrom = model.TryGetProperty("effective_from", out JsonElement from)
                    ? DateTimeOffset.Parse(from.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                    : null,
                Withdrawn = model.TryGetProperty("withdrawn", out JsonElement withdrawn) && withdrawn.GetBoolean(),
                Rates = Rates(model),
                LengthTiers = model.TryGetProperty("above", out JsonElement tiers) ? [.. tiers.EnumerateArray().Select(Tier)] : [],
                Multipliers = model.TryGetProperty("multipliers", out JsonElement factors)
                    ? factors.EnumerateObject().ToDictionary(factor => factor.Name, factor => factor.Value.GetDecimal(), StringComparer.Ordinal)
                    : [],
                WebSearch = webSearch,
            });
            if (model.TryGetProperty("aliases", out JsonElement names))
            {
                foreach (JsonElement name in names.EnumerateArray())
                {
                    aliases.Add(name.GetString()!, id);
                }
            }
        }

        return rows.Errors.Count == 0
            ? new PriceBook(root.GetProperty("version").GetString()!, aliases, rows.Valid, [], summary: null)
            : throw new InvalidOperationException($"The shipped prices are invalid: {string.Join(" ", rows.Errors)}");
    }

    private static LengthTier Tier(JsonElement tier) =>
        new() { AboveTokens = tier.GetProperty("tokens").GetInt64(), Rates = Rates(tier) };

    private static TokenRates Rates(JsonElement prices) => new()
    {
        Input = PerToken(prices, "input"),
        Output = PerToken(prices, "output"),
        CacheRead = PerToken(prices, "cache_read"),
        CacheWrite5m = PerToken(prices, "cache_write_5m"),
        CacheWrite1h = PerToken(prices, "cache_write_1h"),
    };

    private static decimal PerToken(JsonElement prices, string name) => prices.GetProperty(name).GetDecimal() / Million;
}
