namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>Calls of one minute.</summary>
/// <param name="Minute">Minutes since 1970.</param>
/// <param name="Count">How many were allowed or set aside.</param>
internal sealed record UsageSlot(long Minute, long Count);
