namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>Up to which record the ends of sessions were looked for, as a document of the state store.</summary>
internal sealed record SessionPlace(long Through);
