using System.Globalization;
using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Records;

/// <summary>What <see cref="SchemaMode.Strict"/> asks of JSON beyond that it can be read: a name, types without conversion, no unknown keys.</summary>
internal static class StrictSchema
{
    internal static List<string> FindProblems(JsonElement root)
    {
        var problems = new List<string>();
        bool isEvent = root.TryGetProperty(FieldNames.Event, out _);
        bool isNamed = isEvent;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            isNamed |= property.Name is FieldNames.Type or FieldNames.MetricName;
            if (RecordKeys.Of(property.Name) is not { } kind)
            {
                if (!isEvent)
                {
                    problems.Add($"Field '{RecordSalvage.Cut(property.Name, MetricLimits.MaxFieldNameLength)}': is not a known key; put what is your own into attributes, or send an event.");
                }
            }
            else if (Expected(kind, property.Value) is { } expected)
            {
                problems.Add($"Field '{property.Name}': is a JSON {property.Value.ValueKind}; {expected} is needed.");
            }
        }

        if (!isNamed)
        {
            problems.Add($"Field '{FieldNames.Type}': is missing; give a type, an event or a metric_name.");
        }

        return problems;
    }

    // Null if the value is of its kind.
    private static string? Expected(KeyKind kind, JsonElement value) => kind switch
    {
        KeyKind.Text when value.ValueKind != JsonValueKind.String => "a text",
        KeyKind.Number when value.ValueKind != JsonValueKind.Number || !double.IsFinite(value.GetDouble()) => "a finite number",
        KeyKind.Flag when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => "true or false",
        KeyKind.Time when !IsTime(value) => "a time in ISO 8601",
        KeyKind.Container when value.ValueKind != JsonValueKind.Object => "an object",
        _ => null,
    };

    private static bool IsTime(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(AttributeValue.TextOf(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
