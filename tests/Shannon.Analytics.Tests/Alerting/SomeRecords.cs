using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>Makes of inputs what a store would hand out of them.</summary>
internal static class SomeRecords
{
    public static MetricRecord Of(MetricInput metric, DateTimeOffset now)
    {
        var fields = new CollectingVisitor();
        metric.Accept(fields);
        var measurements = new MeasurementSet();
        foreach (var (name, value) in fields.Measurements)
        {
            measurements[name] = value;
        }

        var attributes = new AttributeSet();
        foreach (var (name, value) in fields.Attributes)
        {
            attributes[name] = value;
        }

        return new MetricRecord
        {
            Id = 1,
            Timestamp = metric.Timestamp ?? now,
            Category = metric.Category,
            Name = metric.Name,
            SessionId = metric.SessionId,
            UserId = metric.UserId,
            Project = metric.Project,
            Model = metric.Model,
            Cost = metric.Cost,
            Measurements = measurements,
            Attributes = attributes,
        };
    }
}
