using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Reporting.Costs;

/// <summary>Tokens of a model whose cost is not known.</summary>
/// <param name="Model">The model; <see cref="UsageEntry.Unknown"/> where records do not say.</param>
/// <param name="Reason">Why; <see langword="null"/> if only reported costs count and none was reported.</param>
/// <param name="Requests">How many records.</param>
/// <param name="Tokens">Their tokens.</param>
public sealed record UnpricedUsage(string Model, UnpricedReason? Reason, long Requests, long Tokens);
