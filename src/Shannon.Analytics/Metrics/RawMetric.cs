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

    private protected override void VisitOwnFields(IMetricVisitor visitor)
    {
    }
}
