namespace Shannon.Analytics.Storage.Encryption;

/// <summary>
/// Where master keys come from: a file by default, a vault or key service in the host's own implementation. Asked rarely (when a store opens, and
/// for each key id met for the first time); what it returns is kept in memory until the store closes. Must be thread-safe and must not use the store
/// that asks.
/// </summary>
public interface IKeyProvider
{
    /// <summary>The key that new data is encrypted with.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The key, or <see langword="null"/> if there is none yet.</returns>
    /// <exception cref="Diagnostics.EncryptionKeyException">The keys cannot be read.</exception>
    ValueTask<EncryptionKey?> GetCurrentKeyAsync(CancellationToken cancellationToken = default);

    /// <summary>The key of an id, current or older.</summary>
    /// <param name="id">The id that encrypted data names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The key, or <see langword="null"/> if it is not there.</returns>
    /// <exception cref="Diagnostics.EncryptionKeyException">The keys cannot be read.</exception>
    ValueTask<EncryptionKey?> GetKeyAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Makes the first key and makes it last before it returns. If there is a current key by then, made by another process perhaps, returns that one: all callers get the same.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The current key.</returns>
    /// <exception cref="Diagnostics.EncryptionKeyException">The keys cannot be read or written.</exception>
    ValueTask<EncryptionKey> CreateKeyAsync(CancellationToken cancellationToken = default);
}
