namespace Shannon.Analytics.Metrics;

/// <summary>A number of the host's own. Its dimensions are its <see cref="MetricInput.Attributes"/>, which may be text, numbers or booleans.</summary>
/// <param name="MetricName">The metric's name, such as <c>code_quality_score</c>.</param>
/// <param name="Value">The number; measurement <c>value</c>.</param>
public sealed record CustomMetric(string MetricName, double Value) : MetricInput
{
    /// <inheritdoc/>
    public override MetricCategory Category => MetricCategory.Custom;

    /// <inheritdoc/>
    public override string Name => MetricName;

    private protected override void VisitOwnFields(IMetricVisitor visitor) => visitor.VisitMeasurement(FieldNames.Value, Value);
}
