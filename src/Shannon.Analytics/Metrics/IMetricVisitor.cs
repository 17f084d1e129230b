namespace Shannon.Analytics.Metrics;

/// <summary>Receives the measurements and attributes of a metric, in order, without an intermediate copy. See <see cref="MetricInput.Accept"/>.</summary>
public interface IMetricVisitor
{
    /// <summary>A measurement.</summary>
    /// <param name="name">Its name, such as <c>prompt_tokens</c>.</param>
    /// <param name="value">Its value.</param>
    void VisitMeasurement(string name, double value);

    /// <summary>An attribute; never of kind <see cref="AttributeKind.None"/>.</summary>
    /// <param name="name">Its name, such as <c>language</c>.</param>
    /// <param name="value">Its value.</param>
    void VisitAttribute(string name, AttributeValue value);
}
