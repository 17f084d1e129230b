using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shannon.Analytics.Pricing;

/// <summary>A short name for a set of rows: what they say, not in which order or notation they said it.</summary>
internal static class PriceFingerprint
{
    private const int Bytes = 4;

    public static string Of(IEnumerable<ModelPrice> rows)
    {
        string text = string.Join('\n', rows.Select(Describe).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));
    }

    private static string Describe(ModelPrice row)
    {
        PriceKey key = PriceKey.Of(row);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{key.Provider}|{key.Region}|{key.Id}|{row.EffectiveFrom?.UtcTicks}|{row.Withdrawn}|");
        Append(text, row.Rates);
        foreach (LengthTier tier in row.LengthTiers)
        {
            text.Append(CultureInfo.InvariantCulture, $"above {tier.AboveTokens}|");
            Append(text, tier.Rates);
        }

        foreach ((string name, decimal factor) in row.Multipliers.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name.ToLowerInvariant()}={factor:G29}|");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{row.WebSearch:G29}").ToString();
    }

    /// <summary>G29 drops trailing zeros, so 3.0 and 3 are one price.</summary>
    private static void Append(StringBuilder text, TokenRates rates) =>
        text.Append(CultureInfo.InvariantCulture, $"{rates.Input:G29}|{rates.Output:G29}|{rates.CacheRead:G29}|{rates.CacheWrite5m:G29}|{rates.CacheWrite1h:G29}|");
}
