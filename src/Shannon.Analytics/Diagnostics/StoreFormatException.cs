namespace Shannon.Analytics.Diagnostics;

/// <summary>The file is not a Shannon.Analytics database, and was left untouched.</summary>
public sealed class StoreFormatException : StoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public StoreFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
