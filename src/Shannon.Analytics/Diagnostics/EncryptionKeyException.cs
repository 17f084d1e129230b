namespace Shannon.Analytics.Diagnostics;

/// <summary>Data is encrypted, or shall be, and its key cannot be had. The data itself is untouched. Never carries bytes of a key.</summary>
public sealed class EncryptionKeyException : StoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What is wrong with the key.</param>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public EncryptionKeyException(EncryptionKeyProblem problem, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Problem = problem;
    }

    /// <summary>What is wrong with the key.</summary>
    public EncryptionKeyProblem Problem { get; }
}
