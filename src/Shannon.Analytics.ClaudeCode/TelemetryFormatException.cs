using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>A payload is no OTLP in JSON. Nothing of it was stored.</summary>
public sealed class TelemetryFormatException : AnalyticsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the payload, what is expected, what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public TelemetryFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
