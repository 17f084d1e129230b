namespace Shannon.Analytics.Metrics;

/// <summary>A call of a model API. The default measurement is <c>duration_ms</c>; <see cref="Endpoint"/> and <see cref="StatusCode"/> become attributes.</summary>
/// <param name="Type">The metric's name.</param>
public sealed record ApiMetric(string Type = "api_call") : MetricInput
{
    /// <inheritdoc/>
    public override MetricCategory Category => MetricCategory.Api;

    /// <inheritdoc/>
    public override string Name => Type;

    /// <summary>What was called, such as <c>/v1/messages</c>. Attribute <c>endpoint</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How long it took, in milliseconds. Measurement <c>duration_ms</c>.</summary>
    public double? DurationMs { get; init; }

    /// <summary>The HTTP status. Attribute <c>status_code</c>, a number.</summary>
    public int? StatusCode { get; init; }

    private protected override void VisitOwnFields(IMetricVisitor visitor)
    {
        VisitOptional(visitor, FieldNames.DurationMs, DurationMs);
        VisitOptional(visitor, FieldNames.Endpoint, Endpoint);
        if (StatusCode is { } status)
        {
            visitor.VisitAttribute(FieldNames.StatusCode, status);
        }
    }
}
