namespace Shannon.Analytics.ClaudeCode;

/// <summary>The names under which this package reports on itself; hand them to OpenTelemetry's <c>AddSource</c>.</summary>
public static class ClaudeCodeTelemetry
{
    /// <summary>The source of the spans of prompts and imports: <c>Shannon.Analytics.ClaudeCode</c>.</summary>
    public const string ActivitySourceName = "Shannon.Analytics.ClaudeCode";
}
