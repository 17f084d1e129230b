using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>Definitions and documents of keys as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ApiKeyModel))]
[JsonSerializable(typeof(KeyDocument))]
[JsonSerializable(typeof(KeyUsage))]
internal sealed partial class ApiKeyJson : JsonSerializerContext
{
    internal static string Write(KeyDocument document) => JsonSerializer.Serialize(document, Default.KeyDocument);

    internal static string Write(KeyUsage usage) => JsonSerializer.Serialize(usage, Default.KeyUsage);

    /// <exception cref="StoreCorruptException">The document has another form.</exception>
    internal static T Read<T>(StateEntry entry, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(entry.Value, type) ?? throw new JsonException();
        }
        catch (JsonException error)
        {
            throw new StoreCorruptException($"The document '{entry.Id}' of the kind '{entry.Kind}' is not one of this release. Delete the API key and create it again.", error);
        }
    }
}
