using System.Globalization;
using System.Text.Json;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// One row of a LiteLLM price file: its price, or what is wrong with it, or neither when it is not priced by the token.
/// </summary>
internal sealed class LiteLlmPriceRow
{
    private const string TierInfix = "_above_";
    private const string TierSuffix = "k_tokens";
    private const int TokensPerThousand = 1000;
    private static readonly PriceRowFields Names = PriceRowFields.LiteLlm;
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly string _row;

    /// <summary>Rates by length threshold; 0 is the base.</summary>
    private readonly SortedDictionary<long, Rates> _rates = new() { [0] = new Rates() };
    private readonly Dictionary<string, decimal> _multipliers = new(StringComparer.OrdinalIgnoreCase);
    private string? _provider;
    private string? _mode;
    private DateTimeOffset? _effectiveFrom;
    private decimal? _webSearch;

    private LiteLlmPriceRow(string row) => _row = row;

    public ModelPrice? Price { get; private set; }

    public List<PriceRowError> Errors { get; } = [];

    /// <summary>Embeddings have no output to bill; every other mode that bills tokens bills both.</summary>
    private bool HasNoOutput => _mode is "embedding";

    /// <summary>Images, audio, video, search and the like may carry token prices for a part of what they bill.</summary>
    private bool IsTokenMode => _mode is null or "chat" or "completion" or "responses" or "embedding";

    public static LiteLlmPriceRow Parse(string row, JsonElement fields)
    {
        LiteLlmPriceRow parsed = new(row);
        if (fields.ValueKind == JsonValueKind.Object)
        {
            parsed.ReadFields(fields);
            parsed.Build();
        }
        else
        {
            parsed.Report(string.Empty, $"is a JSON {fields.ValueKind}; a row is an object of prices");
        }

        return parsed;
    }

    private void ReadFields(JsonElement fields)
    {
        foreach (JsonProperty field in fields.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            switch (field.Name)
            {
                case "litellm_provider": _provider = ReadText(field); break;
                case "mode": _mode = ReadText(field); break;
                case "effective_from": _effectiveFrom = ReadDate(field); break;
                case "search_context_cost_per_query": _webSearch = ReadWebSearch(field); break;
                case "provider_specific_entry": ReadMultipliers(field); break;
                default: ReadRate(field); break;
            }
        }
    }

    private void ReadRate(JsonProperty field)
    {
        string name = field.Name;
        long threshold = 0;
        if (name.EndsWith(TierSuffix, StringComparison.Ordinal)
            && name.LastIndexOf(TierInfix, StringComparison.Ordinal) is > 0 and int infix
            && int.TryParse(name.AsSpan((infix + TierInfix.Length)..^TierSuffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int thousands))
        {
            threshold = (long)thousands * TokensPerThousand;
            name = name[..infix];
        }

        if (name != Names.Input && name != Names.Output && name != Names.CacheRead && name != Names.CacheWrite5m && name != Names.CacheWrite1h)
        {
            return;
        }

        if (!_rates.TryGetValue(threshold, out Rates? rates))
        {
            _rates.Add(threshold, rates = new Rates());
        }

        rates[name] = ReadNumber(field.Name, field.Value);
    }

    private void Build()
    {
        Rates first = _rates[0];
        bool hasTokenPrice = first[Names.Input] is not null
            || first[Names.Output] is not null
            || Errors.Exists(error => error.Field == Names.Input || error.Field == Names.Output);
        if (!IsTokenMode || !hasTokenPrice)
        {
            // What else is wrong with a row does not matter where it would not be used.
            Errors.Clear();
            return;
        }

        foreach (string required in (string[])[Names.Input, Names.Output])
        {
            bool isOptional = required == Names.Output && HasNoOutput;
            if (first[required] is null && !isOptional && !Errors.Exists(error => error.Field == required))
            {
                Report(required, "is missing; a row priced by the token has both an input and an output price");
            }
        }

        ModelName name = ModelName.Parse(_row);
        _provider ??= name.Provider ?? (name.IsClaude ? ProviderNames.Anthropic : null);
        if (_provider is null)
        {
            Report("litellm_provider", "is missing and does not follow from the model's name; name who bills the model");
        }

        if (Errors.Count > 0)
        {
            return;
        }

        TokenRates rates = ToRates(first, first);
        Price = new ModelPrice
        {
            Provider = ProviderNames.Canonicalise(_provider)!,
            Model = _row,
            EffectiveFrom = _effectiveFrom,
            Rates = rates,
            LengthTiers = [.. _rates.Where(tier => tier.Key > 0).Select(tier => new LengthTier { AboveTokens = tier.Key, Rates = ToRates(tier.Value, first) })],
            Multipliers = _multipliers,
            WebSearch = _webSearch,
        };
    }

    /// <summary>A tier without an input or output price of its own keeps the base one; absent cache prices follow its input price.</summary>
    private static TokenRates ToRates(Rates rates, Rates first) => TokenRates.Create(
        rates[Names.Input] ?? first[Names.Input]!.Value,
        rates[Names.Output] ?? first[Names.Output] ?? 0m,
        rates[Names.CacheRead],
        rates[Names.CacheWrite5m],
        rates[Names.CacheWrite1h]);

    private string? ReadText(JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.String && field.Value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Report(field.Name, $"is a JSON {field.Value.ValueKind} or empty; it has to be a name");
        return null;
    }

    private DateTimeOffset? ReadDate(JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParseExact(
                field.Value.GetString(),
                DateFormats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTimeOffset date))
        {
            return date;
        }

        Report(field.Name, $"is {Excerpt(field.Value)}; it has to be an ISO 8601 date or date and time, such as \"2026-09-01\"");
        return null;
    }

    /// <summary>A number, or an object by search context size, of which the medium one is the default of the APIs.</summary>
    private decimal? ReadWebSearch(JsonProperty field)
    {
        if (field.Value.ValueKind != JsonValueKind.Object)
        {
            return ReadNumber(field.Name, field.Value);
        }

        return field.Value.TryGetProperty("search_context_size_medium", out JsonElement medium) && medium.ValueKind != JsonValueKind.Null
            ? ReadNumber($"{field.Name}.search_context_size_medium", medium)
            : null;
    }

    /// <summary>Members that are numbers are factors by speed or region; others describe things that are not prices.</summary>
    private void ReadMultipliers(JsonProperty field)
    {
        if (field.Value.ValueKind != JsonValueKind.Object)
        {
            Report(field.Name, $"is a JSON {field.Value.ValueKind}; it has to be an object of factors, such as {{\"fast\": 2}}");
            return;
        }

        foreach (JsonProperty factor in field.Value.EnumerateObject())
        {
            if (factor.Value.ValueKind == JsonValueKind.Number && ReadNumber($"{field.Name}.{factor.Name}", factor.Value) is { } number)
            {
                _multipliers[factor.Name] = number;
            }
        }
    }

    /// <summary>Reads the digits as written; a detour over double would turn 3e-06 into 2.9999999999999997e-06.</summary>
    private decimal? ReadNumber(string field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            Report(field, $"is {Excerpt(value)}; it has to be a JSON number, in USD");
            return null;
        }

        string digits = value.GetRawText();
        if (!decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            || (number == 0m && digits.AsSpan().TrimStart('-').TrimStart("0.").IndexOfAnyInRange('1', '9') == 0))
        {
            Report(field, $"is {Excerpt(value)}; it is outside the range of a price");
            return null;
        }

        return number;
    }

    private void Report(string field, string problem) => Errors.Add(new PriceRowError(_row, field, problem));

    private static string Excerpt(JsonElement value)
    {
        const int MaxLength = 40;
        string text = value.GetRawText();
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }

    /// <summary>Prices by field name; an absent one is null.</summary>
    private sealed class Rates
    {
        private readonly Dictionary<string, decimal?> _byName = new(StringComparer.Ordinal);

        public decimal? this[string name]
        {
            get => _byName.GetValueOrDefault(name);
            set => _byName[name] = value;
        }
    }
}
