namespace Shannon.Analytics.Pricing;

/// <summary>By which spelling of the model a price was found.</summary>
public enum PriceMatchKind
{
    /// <summary>The id as given, apart from provider prefixes, platform suffixes and the context mark <c>[1m]</c>.</summary>
    Exact,

    /// <summary>The id without its <c>-YYYYMMDD</c>.</summary>
    Undated,

    /// <summary>Another published name of the model, or its version written with dots.</summary>
    Alias,
}
