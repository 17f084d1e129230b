namespace Shannon.Analytics.Reporting.Costs;

/// <summary>What was computed with one version of prices.</summary>
/// <param name="Version">The version; <see cref="UsageEntry.Unknown"/> where the record does not say.</param>
/// <param name="Cost">US dollars.</param>
public sealed record PriceVersionCost(string Version, decimal Cost);
