namespace Shannon.Analytics.Diagnostics;

/// <summary>The database file or its folder cannot be opened, created or written: missing folder, missing rights, read-only medium.</summary>
public sealed class StoreAccessException : StoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public StoreAccessException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
