namespace Shannon.Analytics.Metrics;

/// <summary>How long or how fast something was. The default measurement is <c>value</c>; times are stored in seconds.</summary>
/// <param name="Type">The metric's name, such as <c>response_time</c>.</param>
/// <param name="Value">The number, in <see cref="Unit"/>.</param>
public sealed record PerformanceMetric(string Type, double Value) : MetricInput
{
    /// <inheritdoc/>
    public override MetricCategory Category => MetricCategory.Performance;

    /// <inheritdoc/>
    public override string Name => Type;

    /// <summary>
    /// The unit of <see cref="Value"/>. Units of time (<c>seconds</c>, <c>ms</c>, <c>us</c>, <c>ns</c>, <c>minutes</c>, <c>hours</c> and their
    /// usual spellings) are converted to seconds; any other unit is kept as the attribute <c>unit</c>.
    /// <see langword="null"/> (the default) means seconds for times, and no unit for other numbers.
    /// </summary>
    public string? Unit { get; init; }

    private protected override void VisitOwnFields(IMetricVisitor visitor)
    {
        if (Unit is null)
        {
            visitor.VisitMeasurement(FieldNames.Value, Value);
        }
        else if (TimeUnits.TryToSeconds(Value, Unit, out double seconds))
        {
            visitor.VisitMeasurement(FieldNames.Value, seconds);
        }
        else
        {
            visitor.VisitMeasurement(FieldNames.Value, Value);
            visitor.VisitAttribute(FieldNames.Unit, Unit);
        }
    }
}
