namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>The response times of one model, in seconds.</summary>
/// <param name="Name">The model; <see cref="UsageEntry.Unknown"/> where records do not say.</param>
/// <param name="Prompts">How many there are.</param>
/// <param name="Average">Their mean.</param>
/// <param name="Median">Their median.</param>
/// <param name="P95">Their 95th percentile.</param>
public sealed record ResponseTimeEntry(string Name, long Prompts, double? Average, double? Median, double? P95);
