using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shannon.Analytics.Storage.Outbox;

/// <summary>The entries of the outbox as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboxEvent))]
internal sealed partial class OutboxJson : JsonSerializerContext
{
    internal static string Write(OutboxEvent happened) => JsonSerializer.Serialize(happened, Default.OutboxEvent);

    internal static OutboxEvent? TryRead(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.OutboxEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
