namespace Shannon.Analytics.Diagnostics;

/// <summary>Another process held the database's write lock for longer than the busy time-out. The call may be repeated.</summary>
public sealed class StoreBusyException : StoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public StoreBusyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
