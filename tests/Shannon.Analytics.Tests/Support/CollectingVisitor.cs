using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.Support;

/// <summary>Keeps what a metric hands to its visitor, as a dictionary does: of one name given twice the later value stays.</summary>
internal sealed class CollectingVisitor : IMetricVisitor
{
    public Dictionary<string, double> Measurements { get; } = [];

    public Dictionary<string, AttributeValue> Attributes { get; } = [];

    public static CollectingVisitor Of(MetricInput metric)
    {
        var visitor = new CollectingVisitor();
        metric.Accept(visitor);
        return visitor;
    }

    public void VisitMeasurement(string name, double value) => Measurements[name] = value;

    public void VisitAttribute(string name, AttributeValue value) => Attributes[name] = value;
}
