using System.Text.Json;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>What a key is for. Immutable as long as its list is left alone; validated as a whole when the key is made or changed.</summary>
public sealed record ApiKeyDefinition
{
    private const int MaxNameLength = 200;
    private const int MaxPermissions = 64;
    private const int MaxRateLimit = 1_000_000_000;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3_650);

    /// <summary>Who or what uses it, 1 to 200 characters; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows, 1 to 64 of <see cref="ApiKeyPermissions"/>.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>How many calls it allows within any hour, 1 to 1,000,000,000; <see langword="null"/> (the default) for no limit.</summary>
    public int? RateLimit { get; init; }

    /// <summary>For how long it is good from the moment it is made or changed, 1 minute to 3,650 days; <see langword="null"/> (the default) for ever.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>Whether it is accepted. True by default.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Reads a definition from JSON with the keys <c>name</c>, <c>permissions</c>, <c>rate_limit</c> (an hour), <c>expires_in_days</c> and <c>is_enabled</c>, of which only the first two are needed.</summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="JsonException">It is no such JSON object; the message names the place.</exception>
    /// <exception cref="InvalidOptionsException">Values are out of range; all of them are named.</exception>
    public static ApiKeyDefinition FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        ApiKeyModel model = JsonSerializer.Deserialize(json, ApiKeyJson.Default.ApiKeyModel) ?? throw new JsonException("An API key is a JSON object, not null.");
        var definition = new ApiKeyDefinition
        {
            Name = model.Name!,
            Permissions = model.Permissions!,
            RateLimit = model.RateLimit,
            ExpiresAfter = model.ExpiresInDays switch { null => null, >= -1e6 and <= 1e6 => TimeSpan.FromDays(model.ExpiresInDays.Value), _ => TimeSpan.MaxValue },
            IsEnabled = model.IsEnabled ?? true,
        };
        definition.Validate();
        return definition;
    }

    /// <summary>Throws if anything is out of range.</summary>
    /// <exception cref="InvalidOptionsException">Something is; all of it is named.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        if (Name is null || Name.Length is 0 or > MaxNameLength)
        {
            errors.Add(FormattableString.Invariant($"Name has {Name?.Length ?? 0} characters; 1 to {MaxNameLength} are allowed."));
        }

        if (Permissions is null || Permissions.Count is 0 or > MaxPermissions)
        {
            errors.Add(FormattableString.Invariant($"Permissions holds {Permissions?.Count ?? 0} of them; 1 to {MaxPermissions} are allowed."));
        }

        foreach (string permission in Permissions?.Where(static permission => !ApiKeyPermissions.IsPermission(permission, allowsStar: true)) ?? [])
        {
            errors.Add($"Permissions has '{permission}', which is none. Use read:, write: or admin: and what it is about, such as read:metrics, or * for everything of its kind.");
        }

        OptionChecks.Range(errors, nameof(RateLimit), RateLimit ?? 1, 1, MaxRateLimit);
        OptionChecks.Range(errors, nameof(ExpiresAfter), ExpiresAfter ?? LongestLife, TimeSpan.FromMinutes(1), LongestLife);
        OptionChecks.ThrowIfAny(nameof(ApiKeyDefinition), errors);
    }
}
