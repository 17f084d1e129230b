namespace Shannon.Analytics.Diagnostics;

/// <summary>
/// Base of every error that the library itself raises about its environment: files, formats, capacity.
/// Mistakes of the caller are <see cref="ArgumentException"/> or <see cref="InvalidOperationException"/> instead.
/// Messages never contain user data.
/// </summary>
public abstract class AnalyticsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    protected AnalyticsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
