using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Realtime.Values;

/// <summary>The fields of a record that lies in columns.</summary>
internal readonly struct RowFields(IRecordRows rows, int index) : IRecordFields
{
    public (MetricCategory Category, string Name) Metric => rows.MetricAt(index);

    public double? NumberOf(string measurement) => rows.NumberAt(index, measurement);

    public AttributeValue AttributeOf(string name) => rows.AttributeAt(index, name);
}
