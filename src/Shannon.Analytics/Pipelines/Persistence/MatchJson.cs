using System.Text.Json;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Conditions as JSON.</summary>
internal static class MatchJson
{
    internal static void Write(Utf8JsonWriter writer, RecordMatch match)
    {
        writer.WriteStartObject("match");
        WriteIfGiven(writer, "metric", match.Metric?.ToString());
        WriteIfGiven(writer, FieldNames.SessionId, match.SessionId);
        WriteIfGiven(writer, FieldNames.UserId, match.UserId);
        WriteIfGiven(writer, FieldNames.Project, match.Project);
        WriteIfGiven(writer, FieldNames.Model, match.Model);
        if (match.IsInvalid is { } invalid)
        {
            writer.WriteBoolean("invalid", invalid);
        }

        if (match.Attributes is { Count: > 0 } attributes)
        {
            Write(writer, FieldNames.Attributes, attributes);
        }

        if (match.Measurements.Count > 0)
        {
            writer.WriteStartArray(FieldNames.Measurements);
            foreach (MeasurementRange range in match.Measurements)
            {
                writer.WriteStartObject();
                WriteIfGiven(writer, "name", range.Name);
                WriteIfGiven(writer, "min", range.Min);
                WriteIfGiven(writer, "max", range.Max);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter writer, string name, AttributeSet attributes)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in attributes)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    internal static RecordMatch Read(JsonFields fields) => new()
    {
        Metric = fields.Text("metric") is { } text ? SelectorOf(fields, text) : null,
        SessionId = fields.Text(FieldNames.SessionId),
        UserId = fields.Text(FieldNames.UserId),
        Project = fields.Text(FieldNames.Project),
        Model = fields.Text(FieldNames.Model),
        IsInvalid = fields.Flag("invalid"),
        Attributes = fields.Attributes(FieldNames.Attributes),
        Measurements = [.. fields.Objects(FieldNames.Measurements).Select(range => new MeasurementRange(range.Text("name"), range.Number("min"), range.Number("max")))],
    };

    private static Selector? SelectorOf(JsonFields fields, string text)
    {
        try
        {
            return Selector.Parse(text);
        }
        catch (FormatException error)
        {
            fields.Wrong("metric", $"cannot be read: {error.Message.TrimEnd('.')}");
            return null;
        }
    }

    private static void WriteIfGiven(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteIfGiven(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
