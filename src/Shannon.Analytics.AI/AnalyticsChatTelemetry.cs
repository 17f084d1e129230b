namespace Shannon.Analytics.AI;

/// <summary>The name under which clients emit the OpenTelemetry GenAI metrics; hand it to OpenTelemetry's <c>AddMeter</c>.</summary>
public static class AnalyticsChatTelemetry
{
    /// <summary>The meter: <c>Shannon.Analytics.AI</c>.</summary>
    public const string MeterName = "Shannon.Analytics.AI";
}
