using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Records;

/// <summary>Reads JSON into the metric that it means or, if it means none, into the nearest one that can be stored.</summary>
internal static class RecordReader
{
    private const int MostRepairs = 64;
    private const string UnnamedRecord = "invalid_record";

    // Seconds since 1970 stay below for the next three thousand years, milliseconds have been above since 1973.
    private const double LeastMilliseconds = 1e11;

    /// <summary>Reads a record.</summary>
    /// <param name="json">The text.</param>
    /// <param name="schema">How it is to be understood.</param>
    /// <param name="problems">Everything that is wrong with it; empty if nothing is.</param>
    /// <returns>A metric that can be stored.</returns>
    /// <exception cref="JsonException">The text is no JSON, or no object.</exception>
    internal static MetricInput Read(string json, SchemaMode schema, out List<string> problems)
    {
        using var document = JsonDocument.Parse(json, MetricJson.Options);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"The text is a JSON {root.ValueKind}; an object is needed.");
        }

        problems = schema == SchemaMode.Strict ? StrictSchema.FindProblems(root) : [];
        try
        {
            return Checked(MetricJson.Parse(root));
        }
        catch (MetricValidationException)
        {
            return Repair(ObjectOf(root, schema == SchemaMode.Lenient), problems);
        }
    }

    private static MetricInput Checked(MetricInput metric)
    {
        MetricValidator.Validate(metric, null);
        return metric;
    }

    // Takes out one field after the other that cannot stand where it stands, and remembers it under another name.
    private static MetricInput Repair(JsonObject fields, List<string> problems)
    {
        var removed = new List<(string Name, string Text)>();
        bool isEvent = false;
        for (int i = 0; i < MostRepairs; i++)
        {
            try
            {
                MetricInput metric = Checked(MetricJson.Parse(fields.ToJsonString()));
                return removed.Count == 0 ? metric : Checked(WithRemoved(metric, removed));
            }
            catch (MetricValidationException error)
            {
                AddProblem(problems, error);
                if (TryRemove(fields, error.Field, out string text))
                {
                    removed.Add((error.Field, text));
                }
                else if (!isEvent)
                {
                    // A field that this kind of metric needs is missing: an event needs none.
                    isEvent = true;
                    fields[FieldNames.Event] = (fields[FieldNames.MetricName] ?? fields[FieldNames.Type] ?? fields[FieldNames.Event] ?? UnnamedRecord).DeepClone();
                    fields.Remove(FieldNames.MetricName);
                    fields.Remove(FieldNames.Type);
                    fields.Remove(FieldNames.Category);
                    fields.Remove(FieldNames.Measurements);
                }
                else
                {
                    break;
                }
            }
        }

        return WithRemoved(new AnalyticsEvent(UnnamedRecord), removed);
    }

    private static void AddProblem(List<string> problems, MetricValidationException error)
    {
        // The strict schema may have named the field already.
        string start = $"Field '{error.Field}':";
        if (!problems.Exists(problem => problem.StartsWith(start, StringComparison.Ordinal)))
        {
            problems.Add($"{start} {error.Problem}");
        }
    }

    private static MetricInput WithRemoved(MetricInput metric, List<(string Name, string Text)> removed)
    {
        metric = metric with { };
        foreach (var (name, text) in removed.Take(Math.Max(0, MetricLimits.MaxAttributes - metric.Attributes.Count - 2)))
        {
            metric.Attributes[RecordSalvage.NameOf(name)] = RecordSalvage.Cut(text, PipelineLimits.MaxReasonLength);
        }

        return metric;
    }

    private static bool TryRemove(JsonObject fields, string name, out string text)
    {
        foreach (JsonObject holder in fields.Select(field => field.Value).OfType<JsonObject>().Prepend(fields))
        {
            if (holder.TryGetPropertyValue(name, out JsonNode? value))
            {
                holder.Remove(name);
                text = value is JsonValue known && known.TryGetValue(out string? plain) ? plain : value?.ToJsonString() ?? string.Empty;
                return true;
            }
        }

        text = string.Empty;
        return false;
    }

    private static JsonObject ObjectOf(JsonElement root, bool converts)
    {
        // Built key by key: of two equal keys the last counts, as everywhere.
        var fields = new JsonObject();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            fields[property.Name] = (converts ? Converted(property) : null) ?? NodeOf(property.Value);
        }

        return fields;
    }

    private static JsonNode? Converted(JsonProperty property) => (RecordKeys.Of(property.Name), property.Value.ValueKind) switch
    {
        (KeyKind.Number, JsonValueKind.String) when double.TryParse(AttributeValue.TextOf(property.Value), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => number,
        (KeyKind.Flag, JsonValueKind.String) when bool.TryParse(AttributeValue.TextOf(property.Value), out bool flag) => flag,
        (KeyKind.Text, JsonValueKind.Number) => property.Value.GetRawText(),
        (KeyKind.Time, JsonValueKind.Number) => TimeOf(property.Value.GetDouble()),
        _ => null,
    };

    private static string? TimeOf(double sinceEpoch)
    {
        double seconds = Math.Abs(sinceEpoch) < LeastMilliseconds ? sinceEpoch : sinceEpoch / 1_000;
        return seconds >= 0 && seconds < UnixMicros.Max / (double)UnixMicros.PerSecond
            ? UnixMicros.ToTime((long)Math.Round(seconds * UnixMicros.PerSecond)).ToString("O", CultureInfo.InvariantCulture)
            : null;
    }

    private static JsonNode? NodeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ObjectOf(value, converts: false),
        JsonValueKind.Null => null,
        _ => JsonNode.Parse(value.GetRawText()),
    };
}
