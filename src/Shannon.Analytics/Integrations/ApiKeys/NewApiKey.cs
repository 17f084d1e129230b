namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>A key that was just made, with the key itself: shown this once, since only a keyed hash of it is kept.</summary>
public sealed record NewApiKey
{
    /// <summary>Its id.</summary>
    public string Id => Info.Id;

    /// <summary>The key: <c>sak_</c> and 62 letters, digits and underscores.</summary>
    public required string Key { get; init; }

    /// <summary>All else about it.</summary>
    public required ApiKey Info { get; init; }

    /// <summary>The id and how the key begins, never the key.</summary>
    public override string ToString() => $"{Id} ({Info.Prefix}…)";
}
