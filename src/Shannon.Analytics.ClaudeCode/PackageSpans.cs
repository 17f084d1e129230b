using System.Diagnostics;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>What the spans of this package share.</summary>
internal static class PackageSpans
{
    internal static ActivitySource Source { get; } = new(ClaudeCodeTelemetry.ActivitySourceName, typeof(PackageSpans).Assembly.GetName().Version?.ToString());

    internal static void Fail(Activity? span, string? errorType) => span?.SetTag("error.type", errorType).SetStatus(ActivityStatusCode.Error);
}
