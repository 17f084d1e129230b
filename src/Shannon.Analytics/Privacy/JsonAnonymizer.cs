using System.Text;
using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Privacy;

/// <summary>Anonymises what lies inside a JSON value, at any depth: properties that a rule names as a whole, texts and names of others by the scan.</summary>
internal static class JsonAnonymizer
{
    internal static AttributeValue Apply(ValueAnonymizer values, string name, AttributeValue value)
    {
        string text = value.Text!;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            using var stream = new MemoryStream(text.Length);
            bool changed;
            using (var writer = new Utf8JsonWriter(stream))
            {
                changed = Write(values, name, document.RootElement, writer);
            }

            if (!changed)
            {
                return value;
            }

            string rewritten = Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
            return rewritten.Length <= MetricLimits.MaxAttributeLength ? AttributeValue.OfStored(AttributeKind.Json, rewritten, 0) : ValueAnonymizer.Redacted;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Whoever made such a value cannot expect that it is looked through; rather nothing of it is kept.
            return ValueAnonymizer.Redacted;
        }
    }

    private static bool Write(ValueAnonymizer values, string path, JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return WriteObject(values, path, element, writer);
            case JsonValueKind.Array:
                bool changed = false;
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    changed |= Write(values, path, item, writer);
                }

                writer.WriteEndArray();
                return changed;
            case JsonValueKind.String:
                string text = element.GetString()!;
                string scanned = values.Scan(text);
                writer.WriteStringValue(scanned);
                return !ReferenceEquals(text, scanned);
            default:
                element.WriteTo(writer);
                return false;
        }
    }

    private static bool WriteObject(ValueAnonymizer values, string path, JsonElement element, Utf8JsonWriter writer)
    {
        bool changed = false;
        writer.WriteStartObject();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = values.Name(property.Name, MetricLimits.MaxAttributeLength);
            changed |= !ReferenceEquals(name, property.Name) && !string.Equals(name, property.Name, StringComparison.Ordinal);
            writer.WritePropertyName(name);
            string inner = path + "." + property.Name;
            changed |= values.MethodOf(inner) is { } method
                ? WriteNamed(values, method, property.Value, writer)
                : Write(values, inner, property.Value, writer);
        }

        writer.WriteEndObject();
        return changed;
    }

    private static bool WriteNamed(ValueAnonymizer values, AnonymizationMethod method, JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                writer.WriteNullValue();
                return false;
            case JsonValueKind.Number when method == AnonymizationMethod.Generalize:
                writer.WriteNumberValue(Generalizer.Round(element.GetDouble()));
                return true;
            default:
                string text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
                writer.WriteStringValue(values.Apply(method, text));
                return true;
        }
    }
}
