using System.Text.Json;

namespace Shannon.Analytics.Metrics;

/// <summary>Writes metrics and records as JSON objects with snake_case keys.</summary>
internal static class MetricJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, MetricInput metric)
    {
        var own = new FieldCollector();
        metric.AcceptOwn(own);
        var given = new FieldCollector();
        metric.AcceptGiven(given);
        bool raw = NeedsRawForm(metric, own, given);
        writer.WriteStartObject();
        writer.WriteString(raw ? FieldNames.Type : NameKey(metric), metric.Name);
        if (raw || (metric is not (AnalyticsEvent or CustomMetric) && MetricJsonKeys.CategoryOf(metric.Name) != metric.Category))
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
        if (raw)
        {
            WriteMeasurements(writer, [.. own.Measurements, .. given.Measurements]);
            WriteAttributes(writer, FieldNames.Attributes, Merge(own.Attributes, given.Attributes));
        }
        else
        {
            WriteFlat(writer, metric, own, given);
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

    // The fields of the type stand beside its name, as the specification writes them; those of the host in a container of their own.
    private static void WriteFlat(Utf8JsonWriter writer, MetricInput metric, FieldCollector own, FieldCollector given)
    {
        var contained = new List<KeyValuePair<string, AttributeValue>>(given.Attributes);
        foreach (var (name, value) in own.Measurements)
        {
            WriteNumber(writer, name, value);
        }

        foreach (var (name, value) in own.Attributes)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        foreach (var (name, value) in given.Measurements)
        {
            if (MetricJsonKeys.IsReserved(name))
            {
                contained.Add(new(name, value));
            }
            else
            {
                WriteNumber(writer, name, value);
            }
        }

        WriteAttributes(writer, ContainerOf(metric), contained);
    }

    /// <summary>
    /// The raw form keeps measurements and attributes apart and says the category. It is needed where the flat form would be read as something else:
    /// extra measurements have no key of their own in it, attributes of a session may look like its user, and token counts are whole numbers.
    /// </summary>
    private static bool NeedsRawForm(MetricInput metric, FieldCollector own, FieldCollector given) =>
        metric is RawMetric
        || metric.MeasurementsOrNull is { Count: > 0 }
        || (metric is SessionMetric && given.Attributes.Exists(attribute => MetricJsonKeys.IsLifted(attribute.Key)))
        || (metric is TokenMetric && own.Measurements.Exists(measurement => Math.Abs(measurement.Value) >= 9e15));

    private static List<KeyValuePair<string, AttributeValue>> Merge(List<KeyValuePair<string, AttributeValue>> own, List<KeyValuePair<string, AttributeValue>> given) =>
        [.. own.Where(attribute => !given.Exists(other => string.Equals(other.Key, attribute.Key, StringComparison.Ordinal))), .. given];

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
            WriteNumber(writer, name, value);
        }

        writer.WriteEndObject();
    }

    // A metric can be shown before it is validated: JSON has no NaN, and undefined is null.
    private static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
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
