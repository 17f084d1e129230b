namespace Shannon.Analytics.Privacy;

/// <summary>What protects the people whose records a store holds. Thread-safe.</summary>
public interface IPrivacy
{
    /// <summary>
    /// Anonymises records from now on, whichever way they come in and before anything is buffered, streamed, alerted on or written. Stored records stay
    /// as they are. The configuration is kept in the store: other engines over the same store object obey it at once, other processes when they open
    /// the file or with their next background pass, and a store opened without an engine refuses records rather than storing them in the clear.
    /// Audited as <c>config_change.anonymization</c>.
    /// </summary>
    /// <param name="options">Which fields, and how.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <exception cref="Diagnostics.InvalidOptionsException">Options are out of range; all of them are named.</exception>
    /// <exception cref="Diagnostics.EncryptionKeyException">The store's key cannot be had.</exception>
    Task<AnonymizationConfiguration> ConfigureAnonymizationAsync(AnonymizationOptions options, CancellationToken cancellationToken = default);

    /// <summary>The anonymisation in force.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>It, or <see langword="null"/> if there never was one.</returns>
    Task<AnonymizationConfiguration?> GetAnonymizationAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Turns a token of <see cref="AnonymizationMethod.Tokenize"/> back into what it stands for. Every call, also one that finds nothing, is audited as
    /// <c>data_access.reveal</c> before it returns.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="reason">Why it is needed, for the audit log; 1 to 1,024 characters without personal data.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">The store does not know the token.</exception>
    /// <exception cref="Diagnostics.EncryptionKeyException">The key it is encrypted with cannot be had.</exception>
    Task<string> RevealAsync(string token, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// The forms in which a value may be stored: itself, and its pseudonyms and tokens under every configuration so far. To query for a user whose id
    /// is hashed, for example. Nothing is stored by asking.
    /// </summary>
    /// <param name="value">The value in the clear.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<string>> FindFormsAsync(string value, CancellationToken cancellationToken = default);
}
