namespace Shannon.Analytics.Pricing;

/// <summary>What a price may be, and how absent cache prices follow from the input price: every such number in one table.</summary>
internal static class PriceLimits
{
    public const decimal CacheReadMultiplier = 0.1m;
    public const decimal CacheWrite5mMultiplier = 1.25m;
    public const decimal CacheWrite1hMultiplier = 2m;

    /// <summary>A dollar per token is 20,000 times the dearest model: a price above it was given per million.</summary>
    public const decimal MaxPerToken = 1m;

    /// <summary>One-hour writes cost twice the input; public price maps hold figures of 24 times by mistake.</summary>
    public const decimal MaxCacheWrite1hOverInput = 10m;

    public const decimal MaxPerWebSearch = 10m;
    public const decimal MaxMultiplier = 100m;

    /// <summary>The public price map has under 2 MB; beyond this it is some other file.</summary>
    public const int MaxFileBytes = 64 * 1024 * 1024;

    /// <summary>Rows spelled out in an exception message; all of them are in its list.</summary>
    public const int MaxErrorsInMessage = 20;

    /// <summary>Resolved model names kept per book; names come from data, so the cache has to be bounded.</summary>
    public const int MaxCachedLookups = 1024;
}
