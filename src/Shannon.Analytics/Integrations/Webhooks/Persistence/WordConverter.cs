using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>An enum as its words in snake_case.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
