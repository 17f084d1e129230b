using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>Definitions, documents and log entries of webhooks as JSON. Keys that are unknown are refused: a misspelled option must not be overlooked.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(WordConverter<WebhookBackoff>), typeof(WordConverter<WebhookOutcome>), typeof(WordConverter<WebhookDeadLetterReason>)])]
[JsonSerializable(typeof(WebhookModel))]
[JsonSerializable(typeof(WebhookDocument))]
[JsonSerializable(typeof(EndpointState))]
[JsonSerializable(typeof(WebhookDelivery))]
[JsonSerializable(typeof(WebhookDeadLetter))]
[JsonSerializable(typeof(SessionPlace))]
[JsonSerializable(typeof(SessionFacts))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    internal static string Write(WebhookModel model) => JsonSerializer.Serialize(model, Default.WebhookModel);

    internal static string Write(WebhookDocument document) => JsonSerializer.Serialize(document, Default.WebhookDocument);

    internal static string Write(EndpointState state) => JsonSerializer.Serialize(state, Default.EndpointState);

    internal static string Write(WebhookDelivery delivery) => JsonSerializer.Serialize(delivery, Default.WebhookDelivery);

    internal static string Write(WebhookDeadLetter letter) => JsonSerializer.Serialize(letter, Default.WebhookDeadLetter);

    internal static string Write(SessionPlace place) => JsonSerializer.Serialize(place, Default.SessionPlace);

    internal static WebhookDefinition ReadDefinition(string json) =>
        (JsonSerializer.Deserialize(json, Default.WebhookModel) ?? throw new JsonException("A webhook is a JSON object, not null.")).ToDefinition();

    /// <exception cref="StoreCorruptException">The text has another form.</exception>
    internal static T Read<T>(string json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException();
        }
        catch (JsonException error)
        {
            throw new StoreCorruptException($"A {typeof(T).Name} that is kept cannot be read: it was changed from outside, or comes from a newer release. Delete the webhook and create it again.", error);
        }
    }

    internal static Webhook ToWebhook(StateEntry entry)
    {
        WebhookDocument document = Read(entry.Value, Default.WebhookDocument);
        WebhookModel masked = document.Definition with { Headers = document.Definition.Headers?.ToDictionary(static pair => pair.Key, static _ => WebhookDefinition.Masked, StringComparer.OrdinalIgnoreCase) };
        return new Webhook(entry.Id, masked.ToDefinition(), entry.Version, document.CreatedAt, entry.UpdatedAt) { DisabledReason = document.DisabledReason };
    }
}
