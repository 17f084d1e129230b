using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>A store does not do what its contract says; the message names the promise, what was expected and what came.</summary>
public sealed class ConformanceException : AnalyticsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The promise, what was expected and what came.</param>
    /// <param name="innerException">What the store threw, if it threw.</param>
    public ConformanceException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
