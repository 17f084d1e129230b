namespace Shannon.Analytics.Pricing;

/// <summary>What makes two rows prices of the same thing, so that one replaces or follows the other.</summary>
internal readonly record struct PriceKey(string Provider, string Region, string Id)
{
    public static PriceKey Of(ModelPrice row)
    {
        ModelName name = ModelName.Parse(row.Model, ProviderNames.Canonicalise(row.Provider));
        return new PriceKey(name.Provider ?? string.Empty, name.Region, name.Id);
    }
}
