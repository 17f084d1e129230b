namespace Shannon.Analytics.Diagnostics;

/// <summary>The database, or the SQLite library in this process, has a version that this release of Shannon.Analytics cannot use.</summary>
public sealed class StoreVersionException : StoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public StoreVersionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
