namespace Shannon.Analytics.Diagnostics;

/// <summary>The disk, or the size the database is allowed, is full. Writes work again as soon as space is free; no restart is needed.</summary>
public sealed class StoreFullException : StoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public StoreFullException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
