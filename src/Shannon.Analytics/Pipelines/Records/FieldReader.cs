using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Records;

/// <summary>The measurements and attributes of one metric at a time by name, whatever its type; used again for the next one. Not thread-safe.</summary>
internal sealed class FieldReader : IMetricVisitor
{
    private readonly List<KeyValuePair<string, double>> _measurements = [];
    private readonly List<KeyValuePair<string, AttributeValue>> _attributes = [];

    internal int AttributeCount => _attributes.Count;

    internal int MeasurementCount => _measurements.Count;

    internal void Read(MetricInput metric)
    {
        _measurements.Clear();
        _attributes.Clear();
        metric.Accept(this);
    }

    internal double? Measurement(string name)
    {
        foreach (var (known, value) in _measurements)
        {
            if (string.Equals(known, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    internal bool TryGetAttribute(string name, out AttributeValue value)
    {
        foreach (var (known, its) in _attributes)
        {
            if (string.Equals(known, name, StringComparison.Ordinal))
            {
                value = its;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Whether the name is taken, by an attribute or a measurement.</summary>
    internal bool Has(string name) => TryGetAttribute(name, out _) || Measurement(name) is not null;

    void IMetricVisitor.VisitMeasurement(string name, double value) => _measurements.Add(KeyValuePair.Create(name, value));

    void IMetricVisitor.VisitAttribute(string name, AttributeValue value) => _attributes.Add(KeyValuePair.Create(name, value));
}
