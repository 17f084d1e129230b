using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Aggregation;

/// <summary>Something out of the ordinary.</summary>
/// <param name="Timestamp">When, in UTC.</param>
/// <param name="Value">The value; the last one known where values are missing.</param>
/// <param name="Expected">What was expected in its place.</param>
/// <param name="Lower">The lower end of what would have been ordinary.</param>
/// <param name="Upper">The upper end of what would have been ordinary.</param>
/// <param name="Score">How far out it is, in the method's unit; comparable with the threshold.</param>
/// <param name="Direction">On which side.</param>
/// <param name="Cause">What kind it is.</param>
/// <param name="SessionId">The session of the record, if it has one.</param>
public sealed record Anomaly(
    DateTimeOffset Timestamp,
    double Value,
    double Expected,
    double Lower,
    double Upper,
    double Score,
    AnomalyDirection Direction,
    AnomalyCause Cause,
    string? SessionId)
{
    /// <summary>A JSON object with <c>timestamp</c>, <c>value</c>, <c>score</c>, <c>session_id</c>, <c>expected</c>, <c>lower</c>, <c>upper</c>, <c>direction</c> and <c>cause</c>.</summary>
    public string ToJson() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("timestamp", Timestamp);
        writer.WriteNumber("value", Value);
        writer.WriteNumber("score", Score);
        writer.WriteString("session_id", SessionId);
        writer.WriteNumber("expected", Expected);
        writer.WriteNumber("lower", Lower);
        writer.WriteNumber("upper", Upper);
        writer.WriteString("direction", JsonText.Word(Direction));
        writer.WriteString("cause", JsonText.Word(Cause));
        writer.WriteEndObject();
    });
}
