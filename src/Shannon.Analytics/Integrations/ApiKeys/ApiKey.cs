namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>A key as it is kept: without the key itself, which nobody can recover.</summary>
public sealed record ApiKey
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Who or what uses it.</summary>
    public required string Name { get; init; }

    /// <summary>How the key begins, by which it can be told from others; not secret.</summary>
    public required string Prefix { get; init; }

    /// <summary>What it allows.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>How many calls it allows within any hour; <see langword="null"/> for no limit.</summary>
    public int? RateLimit { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused; <see langword="null"/> if it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it is accepted.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>When it was revoked, for good; <see langword="null"/> if it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When a call was last allowed; <see langword="null"/> if none was. After a crash up to a minute too early.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
