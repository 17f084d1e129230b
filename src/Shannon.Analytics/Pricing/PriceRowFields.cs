namespace Shannon.Analytics.Pricing;

/// <summary>How a source names the fields of a row, so that an error speaks the language of the file at hand.</summary>
/// <param name="Input">Input price.</param>
/// <param name="Output">Output price.</param>
/// <param name="CacheRead">Cache read price.</param>
/// <param name="CacheWrite5m">Five-minute cache write price.</param>
/// <param name="CacheWrite1h">One-hour cache write price.</param>
/// <param name="WebSearch">Web search price.</param>
/// <param name="Multipliers">Multipliers.</param>
/// <param name="TierFormat">The name of a field in a length tier: {0} is the field, {1} the threshold in thousands.</param>
internal sealed record PriceRowFields(
    string Input,
    string Output,
    string CacheRead,
    string CacheWrite5m,
    string CacheWrite1h,
    string WebSearch,
    string Multipliers,
    string TierFormat)
{
    public static readonly PriceRowFields LiteLlm = new(
        "input_cost_per_token",
        "output_cost_per_token",
        "cache_read_input_token_cost",
        "cache_creation_input_token_cost",
        "cache_creation_input_token_cost_above_1hr",
        "search_context_cost_per_query",
        "provider_specific_entry",
        "{0}_above_{1}k_tokens");

    public static readonly PriceRowFields Object = new(
        nameof(TokenRates.Input),
        nameof(TokenRates.Output),
        nameof(TokenRates.CacheRead),
        nameof(TokenRates.CacheWrite5m),
        nameof(TokenRates.CacheWrite1h),
        nameof(ModelPrice.WebSearch),
        nameof(ModelPrice.Multipliers),
        "LengthTiers({1}k).{0}");
}
