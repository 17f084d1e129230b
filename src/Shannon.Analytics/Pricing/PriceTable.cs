using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// The rows of a book arranged for lookup. A model is looked for at the named provider first and among list prices
/// second; at each, by its exact id, then without its date, then by its aliases.
/// </summary>
internal sealed class PriceTable
{
    /// <summary>Rows of one model at one provider, ascending by date; a row without a date is the first.</summary>
    private readonly FrozenDictionary<PriceKey, ModelPrice[]> _histories;

    /// <summary>Id → providers that sell it under no region.</summary>
    private readonly FrozenDictionary<string, string[]> _providers;
    private readonly FrozenDictionary<string, string> _aliases;

    /// <summary>Names repeat for millions of requests; taking one apart costs more than pricing it.</summary>
    private readonly ConcurrentDictionary<(string Model, string? Provider), Resolution> _resolved = new();

    public PriceTable(IEnumerable<ModelPrice> rows, IReadOnlyDictionary<string, string> aliases)
    {
        _histories = rows
            .Where(row => !row.Withdrawn)
            .GroupBy(PriceKey.Of)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(row => row.EffectiveFrom ?? DateTimeOffset.MinValue).ToArray());
        _providers = _histories.Keys
            .Where(key => key.Region.Length == 0)
            .GroupBy(key => key.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Select(key => key.Provider).ToArray(), StringComparer.Ordinal);
        _aliases = aliases.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public PriceMatch? Find(string? model, string? provider, DateTimeOffset at, out UnpricedReason reason)
    {
        reason = UnpricedReason.UnknownModel;
        if (string.IsNullOrWhiteSpace(model))
        {
            return null;
        }

        Resolution resolution = Resolve(model, provider);
        if (resolution.History is not { } history)
        {
            reason = resolution.Reason;
            return null;
        }

        reason = UnpricedReason.NotYetEffective;
        for (int i = history.Length - 1; i >= 0; i--)
        {
            if (history[i].EffectiveFrom is not { } from || from <= at)
            {
                return resolution.Matches[i];
            }
        }

        return null;
    }

    private Resolution Resolve(string model, string? provider)
    {
        if (_resolved.TryGetValue((model, provider), out Resolution? known))
        {
            return known;
        }

        Resolution resolution = ResolveUncached(model, provider);
        if (_resolved.Count < PriceLimits.MaxCachedLookups)
        {
            _resolved.TryAdd((model, provider), resolution);
        }

        return resolution;
    }

    private Resolution ResolveUncached(string model, string? provider)
    {
        ModelName name = ModelName.Parse(model, ProviderNames.Canonicalise(provider));
        List<(string Id, PriceMatchKind Kind)> ids = Spellings(name.Id);
        bool isProviderOpen = name.Provider is null;
        if (name.Provider is { } asked && AtProvider(asked, providerMatched: true) is { } own)
        {
            return own;
        }

        // The list price of the vendor stands for a model when no provider is named, or a platform that charges it.
        if (name.IsClaude
            && (isProviderOpen || ProviderNames.SellsAtListPrice(name.Provider!))
            && AtProvider(ProviderNames.Anthropic, providerMatched: isProviderOpen) is { } list)
        {
            return list;
        }

        // Without a vendor's price only a sole seller will do; picking one of several would be a guess.
        string[] sellers = [.. ids.SelectMany(spelling => _providers.GetValueOrDefault(spelling.Id, [])).Distinct(StringComparer.Ordinal)];
        if (isProviderOpen && sellers.Length == 1 && AtProvider(sellers[0], providerMatched: true) is { } sole)
        {
            return sole;
        }

        return new Resolution(sellers.Length > 0 ? UnpricedReason.UnknownProvider : UnpricedReason.UnknownModel);

        Resolution? AtProvider(string seller, bool providerMatched)
        {
            foreach ((string id, PriceMatchKind kind) in ids)
            {
                if (HistoryAt(seller, name.Region, id) is { } history)
                {
                    return new Resolution(history, kind, providerMatched);
                }
            }

            return null;
        }
    }

    private ModelPrice[]? HistoryAt(string provider, string region, string id) =>
        _histories.GetValueOrDefault(new PriceKey(provider, region, id))
        ?? (region.Length == 0 ? null : _histories.GetValueOrDefault(new PriceKey(provider, string.Empty, id)));

    private List<(string Id, PriceMatchKind Kind)> Spellings(string id)
    {
        List<(string Id, PriceMatchKind Kind)> ids = [];
        Add(id, PriceMatchKind.Exact);
        Add(ModelName.WithoutDate(id), PriceMatchKind.Undated);
        string dashed = ModelName.WithDashedVersion(id);
        Add(dashed, PriceMatchKind.Alias);
        Add(ModelName.WithoutDate(dashed), PriceMatchKind.Alias);
        foreach ((string spelling, _) in ids.ToArray())
        {
            if (_aliases.TryGetValue(spelling, out string? target))
            {
                Add(target, PriceMatchKind.Alias);
            }
        }

        return ids;

        void Add(string spelling, PriceMatchKind kind)
        {
            if (!ids.Exists(known => string.Equals(known.Id, spelling, StringComparison.Ordinal)))
            {
                ids.Add((spelling, kind));
            }
        }
    }

    private sealed class Resolution
    {
        public Resolution(UnpricedReason reason) => Reason = reason;

        public Resolution(ModelPrice[] history, PriceMatchKind kind, bool providerMatched)
        {
            History = history;
            Matches = Array.ConvertAll(history, row => new PriceMatch { Price = row, Kind = kind, ProviderMatched = providerMatched });
        }

        public UnpricedReason Reason { get; }

        public ModelPrice[]? History { get; }

        public PriceMatch[] Matches { get; } = [];
    }
}
