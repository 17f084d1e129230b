using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Privacy;

/// <summary>Makes the keys of pseudonyms from what is stored of them and from the key provider.</summary>
internal sealed class KeyVersionReader(IKeyProvider provider)
{
    private readonly SecretBox _box = new(provider);

    /// <summary>The versions that are there, and a new one behind them if master key or salt are others now.</summary>
    internal async Task<IReadOnlyList<StoredKeyVersion>> ExtendAsync(IReadOnlyList<StoredKeyVersion> before, string? salt, CancellationToken cancellationToken)
    {
        EncryptionKey key = await provider.GetCurrentKeyAsync(cancellationToken).ConfigureAwait(false) ?? await provider.CreateKeyAsync(cancellationToken).ConfigureAwait(false);

        // A salt of no characters is none.
        string? given = string.IsNullOrEmpty(salt) ? null : salt;
        if (before.Count > 0
            && string.Equals(before[^1].KeyId, key.Id, StringComparison.Ordinal)
            && string.Equals(await SaltAsync(before, before.Count, cancellationToken).ConfigureAwait(false), given, StringComparison.Ordinal))
        {
            return before;
        }

        string? kept = given is null ? null : await _box.EncryptAsync(StoredKeyVersion.Purpose(before.Count + 1), given, cancellationToken).ConfigureAwait(false);
        return [.. before, new StoredKeyVersion(key.Id, kept)];
    }

    /// <exception cref="EncryptionKeyException">The provider lacks the key of a version.</exception>
    internal async Task<KeyVersions> ReadAsync(IReadOnlyList<StoredKeyVersion> stored, CancellationToken cancellationToken)
    {
        var versions = new Pseudonymizer[stored.Count];
        for (int i = 0; i < versions.Length; i++)
        {
            EncryptionKey key = await provider.GetKeyAsync(stored[i].KeyId, cancellationToken).ConfigureAwait(false)
                ?? throw new EncryptionKeyException(EncryptionKeyProblem.Missing, $"Records are anonymised with the key '{stored[i].KeyId}', which the key provider does not have. Put the right key file back, or set the KeyProvider that has it. Nothing was stored.");
            versions[i] = new Pseudonymizer(i + 1, key, await SaltAsync(stored, i + 1, cancellationToken).ConfigureAwait(false));
        }

        return new KeyVersions(versions);
    }

    private async Task<string?> SaltAsync(IReadOnlyList<StoredKeyVersion> stored, int version, CancellationToken cancellationToken) =>
        stored[version - 1].Salt is { } kept ? await _box.DecryptAsync(StoredKeyVersion.Purpose(version), kept, cancellationToken).ConfigureAwait(false) : null;
}
