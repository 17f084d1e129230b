using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime.Values;

/// <summary>The fields of a record that was made.</summary>
internal readonly struct RecordFields(MetricRecord record) : IRecordFields
{
    public (MetricCategory Category, string Name) Metric => (record.Category, record.Name);

    public double? NumberOf(string measurement) => record.NumberOf(measurement);

    public AttributeValue AttributeOf(string name) => record.Attributes.TryGetValue(name, out AttributeValue value) ? value : default;
}
