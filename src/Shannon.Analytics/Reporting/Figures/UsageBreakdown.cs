namespace Shannon.Analytics.Reporting.Figures;

/// <summary>Tallies by name. Not thread-safe.</summary>
internal sealed class UsageBreakdown
{
    private readonly Dictionary<string, UsageTally> _tallies = new(StringComparer.Ordinal);

    internal IEnumerable<KeyValuePair<string, UsageTally>> Tallies => _tallies;

    /// <summary>The tally of a name; that of <see cref="UsageEntry.Unknown"/> for none.</summary>
    internal UsageTally Of(string? name)
    {
        name ??= UsageEntry.Unknown;
        if (!_tallies.TryGetValue(name, out UsageTally? tally))
        {
            _tallies[name] = tally = new UsageTally();
        }

        return tally;
    }

    internal UsageTally Total()
    {
        var total = new UsageTally();
        foreach (UsageTally tally in _tallies.Values)
        {
            total.Add(tally);
        }

        return total;
    }

    /// <summary>The entries, dearest first, then by tokens and name.</summary>
    internal IReadOnlyList<UsageEntry> DearestFirst(decimal totalCost) =>
    [
        .. _tallies.OrderByDescending(static pair => pair.Value.Cost)
            .ThenByDescending(static pair => pair.Value.Tokens)
            .ThenBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Value.ToEntry(pair.Key, totalCost)),
    ];

    /// <summary>The entries by name, as days want it.</summary>
    internal IReadOnlyList<UsageEntry> ByName(decimal totalCost) =>
        [.. _tallies.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.ToEntry(pair.Key, totalCost))];
}
