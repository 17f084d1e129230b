namespace Shannon.Analytics.Diagnostics;

/// <summary>A store could not do what was asked. The derived types say why; nothing of the failed call was stored unless its message says otherwise.</summary>
public class StoreException : AnalyticsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public StoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
