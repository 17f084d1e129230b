using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pipelines.Records;

/// <summary>Decides whether a record meets a condition. Not thread-safe.</summary>
internal sealed class RecordMatcher(RecordMatch match)
{
    private readonly FieldReader? _fields = match.Measurements.Count > 0 || match.Attributes is { Count: > 0 } || match.Metric?.Measurement is not null ? new FieldReader() : null;

    internal bool Matches(PipelineRecord record)
    {
        MetricInput metric = record.Metric;
        if (match.Metric is { } selector && !selector.Matches(metric.Category, metric.Name))
        {
            return false;
        }

        return Is(match.SessionId, metric.SessionId)
            && Is(match.UserId, metric.UserId)
            && Is(match.Project, metric.Project)
            && Is(match.Model, metric.Model)
            && (match.IsInvalid is not { } invalid || invalid == record.IsInvalid)
            && (_fields is null || HasFields(_fields, metric));
    }

    private static bool Is(string? wanted, string? value) => wanted is null || string.Equals(wanted, value, StringComparison.Ordinal);

    private bool HasFields(FieldReader fields, MetricInput metric)
    {
        fields.Read(metric);
        string usual = match.Metric?.Measurement ?? DefaultMeasurement.Of(metric.Category);
        return (match.Metric?.Measurement is not { } asked || fields.Measurement(asked) is not null)
            && match.Measurements.All(range => fields.Measurement(range.Name ?? usual) is { } value && Lies(value, range))
            && (match.Attributes is null || match.Attributes.All(wanted => fields.TryGetAttribute(wanted.Key, out AttributeValue value) && value == wanted.Value));
    }

    private static bool Lies(double value, MeasurementRange range) => !(value < range.Min) && !(value > range.Max);
}
