using System.Text.Json.Serialization;

namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>A definition as JSON.</summary>
internal sealed record ApiKeyModel
{
    [JsonRequired]
    public required string? Name { get; init; }

    [JsonRequired]
    public required IReadOnlyList<string>? Permissions { get; init; }

    public int? RateLimit { get; init; }

    public double? ExpiresInDays { get; init; }

    public bool? IsEnabled { get; init; }
}
