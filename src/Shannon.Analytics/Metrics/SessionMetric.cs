namespace Shannon.Analytics.Metrics;

/// <summary>
/// The life of a session. Its <see cref="MetricInput.UserId"/>, <see cref="MetricInput.Project"/> and
/// <see cref="MetricInput.Model"/> become those of the session: every record of the session without a value of its own
/// is found and grouped under them, even records written earlier. The value with the latest timestamp wins.
/// </summary>
/// <param name="Type">What happened, such as <c>session_start</c> or <c>session_end</c>.</param>
public sealed record SessionMetric(string Type = "session_start") : MetricInput
{
    /// <inheritdoc/>
    public override MetricCategory Category => MetricCategory.Session;

    /// <inheritdoc/>
    public override string Name => Type;

    /// <summary>How long the session lasted, in seconds; usually with <c>session_end</c>. Measurement <c>duration</c>.</summary>
    public double? Duration { get; init; }

    private protected override void VisitOwnFields(IMetricVisitor visitor) => VisitOptional(visitor, FieldNames.Duration, Duration);
}
