namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>The errors of one type or severity.</summary>
/// <param name="Name">The type or severity; <see cref="UsageEntry.Unknown"/> where records do not say.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">Of all errors, 0 to 1.</param>
/// <param name="Recoverable">How many say that the work could go on.</param>
public sealed record ErrorEntry(string Name, long Count, double Share, long Recoverable);
