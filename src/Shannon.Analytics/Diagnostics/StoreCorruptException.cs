namespace Shannon.Analytics.Diagnostics;

/// <summary>Stored bytes fail their checksum or contradict each other. The message names the place; nothing read from it is returned.</summary>
public sealed class StoreCorruptException : StoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public StoreCorruptException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
