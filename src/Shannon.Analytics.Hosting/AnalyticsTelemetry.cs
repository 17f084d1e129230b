namespace Shannon.Analytics.Hosting;

/// <summary>The names under which an application's engine reports on itself; hand them to OpenTelemetry's <c>AddMeter</c> and <c>AddSource</c>.</summary>
public static class AnalyticsTelemetry
{
    /// <summary>The meter: <c>Shannon.Analytics</c>.</summary>
    public const string MeterName = "Shannon.Analytics";

    /// <summary>The source of spans: <c>Shannon.Analytics</c>. The spans of the package Shannon.Analytics.ClaudeCode come from a source of that name.</summary>
    public const string ActivitySourceName = "Shannon.Analytics";
}
