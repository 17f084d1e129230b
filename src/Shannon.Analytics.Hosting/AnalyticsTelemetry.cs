namespace Shannon.Analytics.Hosting;

/// <summary>The names under which an application's engine reports on itself; hand them to OpenTelemetry's <c>AddMeter</c>.</summary>
public static class AnalyticsTelemetry
{
    /// <summary>The meter: <c>Shannon.Analytics</c>.</summary>
    public const string MeterName = "Shannon.Analytics";
}
