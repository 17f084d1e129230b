using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Realtime.Statistics;

/// <summary>The records of a scan, looked up by position.</summary>
internal sealed class ScannedRows(ScanBatch batch) : IRecordRows
{
    public int Count => batch.Count;

    public long IdAt(int index) => batch.Ids.Span[index];

    public long TimeMicrosAt(int index) => batch.TimestampsMicros.Span[index];

    public (MetricCategory Category, string Name) MetricAt(int index) => (batch.Categories.Span[index], batch.Names.At(index)!);

    public string? SessionAt(int index) => batch.Sessions?.At(index);

    public double? NumberAt(int index, string measurement)
    {
        foreach (MeasurementColumn column in batch.Measurements)
        {
            if (string.Equals(column.Name, measurement, StringComparison.Ordinal))
            {
                return column.Present.IsEmpty || column.Present.Span[index] ? column.Values.Span[index] : null;
            }
        }

        return measurement == FieldNames.Cost && !batch.Costs.IsEmpty ? (double?)batch.Costs.Span[index] : null;
    }

    public AttributeValue AttributeAt(int index, string name)
    {
        foreach (AttributeColumn column in batch.Attributes)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column.At(index);
            }
        }

        return default;
    }
}
