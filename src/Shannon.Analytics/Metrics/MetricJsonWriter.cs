using System.Text.Json;

namespace Shannon.Analytics.Metrics;

/// <summary>Writes metrics and records as JSON objects with snake_case keys.</summary>
internal static class MetricJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, MetricInput metric)
    {
        // Extra measurements have no key of their own in the flat form; the raw form keeps them apart from attributes.
        bool raw = metric is RawMetric || metric.MeasurementsOrNull is { Count: > 0 };
        writer.WriteStartObject();
        writer.WriteString(raw ? FieldNames.Type : NameKey(metric), metric.Name);
        if (raw)
        {
            writer.WriteString(FieldNames.Category, metric.Category.ToWord());
        }

        WriteText(writer, FieldNames.SessionId, metric.SessionId);
        WriteText(writer, FieldNames.UserId, metric.UserId);
        WriteText(writer, FieldNames.Project, metric.Project);
        WriteText(writer, FieldNames.Model, metric.Model);
        if (metric.Timestamp is { } time)
        {
            WriteTime(writer, time);
        }

        if (metric.Cost is { } cost)
        {
            writer.WriteNumber(metric is TokenMetric ? FieldNames.CostEstimate : FieldNames.Cost, cost);
        }

        WriteKey(writer, metric.Key);
        var fields = new FieldCollector();
        metric.Accept(fields);
        if (raw)
        {
            WriteMeasurements(writer, fields.Measurements);
            WriteAttributes(writer, FieldNames.Attributes, fields.Attributes);
        }
        else
        {
            foreach (var (name, value) in fields.Measurements)
            {
                writer.WriteNumber(name, value);
            }

            WriteAttributes(writer, ContainerOf(metric), fields.Attributes);
        }

        writer.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter writer, MetricRecord record)
    {
        writer.WriteStartObject();
        writer.WriteNumber(FieldNames.Id, record.Id);
        WriteTime(writer, record.Timestamp);
        writer.WriteString(FieldNames.Category, record.Category.ToWord());
        writer.WriteString(FieldNames.Type, record.Name);
        WriteText(writer, FieldNames.SessionId, record.SessionId);
        WriteText(writer, FieldNames.UserId, record.UserId);
        WriteText(writer, FieldNames.Project, record.Project);
        WriteText(writer, FieldNames.Model, record.Model);
        if (record.Cost is { } cost)
        {
            writer.WriteNumber(FieldNames.Cost, cost);
        }

        WriteKey(writer, record.Key);
        WriteMeasurements(writer, record.Measurements);
        WriteAttributes(writer, FieldNames.Attributes, record.Attributes);
        writer.WriteEndObject();
    }

    private static string NameKey(MetricInput metric) => metric switch
    {
        AnalyticsEvent => FieldNames.Event,
        CustomMetric => FieldNames.MetricName,
        _ => FieldNames.Type,
    };

    private static string ContainerOf(MetricInput metric) => metric switch
    {
        CustomMetric => FieldNames.Dimensions,
        SessionMetric => FieldNames.Metadata,
        _ => FieldNames.Context,
    };

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, DateTimeOffset time) =>
        writer.WriteString(FieldNames.Timestamp, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture));

    private static void WriteKey(Utf8JsonWriter writer, RecordKey? key)
    {
        if (key is { } natural)
        {
            writer.WriteString(FieldNames.Key, natural.Value);
            writer.WriteNumber(FieldNames.KeyRank, natural.Rank);
        }
    }

    private static void WriteMeasurements(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, double>> measurements)
    {
        writer.WriteStartObject(FieldNames.Measurements);
        foreach (var (name, value) in measurements)
        {
            writer.WriteNumber(name, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter writer, string container, IReadOnlyCollection<KeyValuePair<string, AttributeValue>> attributes)
    {
        if (attributes.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(container);
        foreach (var (name, value) in attributes)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private sealed class FieldCollector : IMetricVisitor
    {
        internal List<KeyValuePair<string, double>> Measurements { get; } = [];

        internal List<KeyValuePair<string, AttributeValue>> Attributes { get; } = [];

        public void VisitMeasurement(string name, double value) => Measurements.Add(new(name, value));

        public void VisitAttribute(string name, AttributeValue value) => Attributes.Add(new(name, value));
    }
}
