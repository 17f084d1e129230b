namespace Shannon.Analytics.Metrics;

/// <summary>
/// Something failed. The default measurement is <c>count</c>, which is 1. The properties become the attributes
/// <c>error_type</c>, <c>message</c>, <c>severity</c> and <c>recoverable</c>.
/// </summary>
/// <param name="ErrorType">What kind of error, such as <c>RateLimitError</c>.</param>
public sealed record ErrorMetric(string ErrorType) : MetricInput
{
    private static readonly string[] SeverityWords = ["debug", "info", "warning", "error", "critical"];

    /// <inheritdoc/>
    public override MetricCategory Category => MetricCategory.Error;

    /// <inheritdoc/>
    public override string Name => Type;

    /// <summary>The metric's name; <c>error</c> by default.</summary>
    public string Type { get; init; } = FieldNames.Error;

    /// <summary>The message for people.</summary>
    public string? Message { get; init; }

    /// <summary>How bad it is; <see cref="ErrorSeverity.Error"/> by default.</summary>
    public ErrorSeverity Severity { get; init; } = ErrorSeverity.Error;

    /// <summary>Whether the work could go on.</summary>
    public bool? Recoverable { get; init; }

    internal static string WordOf(ErrorSeverity severity) => (uint)severity < (uint)SeverityWords.Length ? SeverityWords[(int)severity] : "error";

    internal static bool TryParseSeverity(string? word, out ErrorSeverity severity)
    {
        int i = Array.IndexOf(SeverityWords, word);
        severity = (ErrorSeverity)Math.Max(i, 0);
        return i >= 0;
    }

    private protected override void VisitOwnFields(IMetricVisitor visitor)
    {
        visitor.VisitMeasurement(FieldNames.Count, 1);
        VisitOptional(visitor, FieldNames.ErrorType, ErrorType);
        VisitOptional(visitor, FieldNames.Message, Message);
        visitor.VisitAttribute(FieldNames.Severity, WordOf(Severity));
        VisitOptional(visitor, FieldNames.Recoverable, Recoverable);
    }
}
