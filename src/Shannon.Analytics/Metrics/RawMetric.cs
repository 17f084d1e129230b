namespace Shannon.Analytics.Metrics;

/// <summary>
/// A record in its stored shape: any category, any name, and just the measurements and attributes that are set.
/// For importers and for copying records from one store to another; hosts use the typed inputs.
/// </summary>
/// <param name="RawCategory">The category.</param>
/// <param name="Type">The metric's name.</param>
public sealed record RawMetric(MetricCategory RawCategory, string Type) : MetricInput
{
    /// <inheritdoc/>
    public override MetricCategory Category => RawCategory;

    /// <inheritdoc/>
    public override string Name => Type;

    /// <summary>Any metric in its stored shape, under the same key and with a time; without aliases and merger.</summary>
    internal static RawMetric Of(MetricInput metric, DateTimeOffset time)
    {
        var raw = new RawMetric(metric.Category, metric.Name)
        {
            Timestamp = time,
            SessionId = metric.SessionId,
            UserId = metric.UserId,
            Project = metric.Project,
            Model = metric.Model,
            Cost = metric.Cost,
            Key = metric.Key,
        };
        metric.Accept(new Copier(raw));
        return raw;
    }

    private protected override void VisitOwnFields(IMetricVisitor visitor)
    {
    }

    private sealed class Copier(RawMetric into) : IMetricVisitor
    {
        public void VisitMeasurement(string name, double value) => into.Measurements[name] = value;

        public void VisitAttribute(string name, AttributeValue value) => into.Attributes[name] = value;
    }
}
