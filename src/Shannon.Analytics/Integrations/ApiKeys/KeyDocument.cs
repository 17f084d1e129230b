namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>A key as a document of the state store.</summary>
internal sealed record KeyDocument
{
    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public required IReadOnlyList<string> Permissions { get; init; }

    public int? RateLimit { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public required bool IsEnabled { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The present key, and the one before while both are good.</summary>
    public required IReadOnlyList<KeySecret> Secrets { get; init; }

    internal KeyDocument With(ApiKeyDefinition definition, DateTimeOffset now) => this with
    {
        Name = definition.Name,
        Permissions = [.. definition.Permissions],
        RateLimit = definition.RateLimit,
        ExpiresAt = now + definition.ExpiresAfter,
        IsEnabled = definition.IsEnabled,
    };

    internal bool Allows(string permission, DateTimeOffset now) =>
        IsEnabled && RevokedAt is null && !(now >= ExpiresAt) && Permissions.Any(granted => ApiKeyPermissions.Covers(granted, permission));

    internal ApiKey ToKey(string id, DateTimeOffset? lastUsedAt) => new()
    {
        Id = id,
        Name = Name,
        Prefix = Prefix,
        Permissions = Permissions,
        RateLimit = RateLimit,
        CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt,
        IsEnabled = IsEnabled,
        RevokedAt = RevokedAt,
        LastUsedAt = lastUsedAt,
    };
}
