using System.Security.Cryptography;
using System.Text;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>Hashes keys under a key of their own that is derived from a master key: who has the database alone can neither recover nor test one. Thread-safe.</summary>
internal sealed class KeyHasher(IKeyProvider keys)
{
    /// <summary>As many secrets as a key can have; comparing takes as long with fewer.</summary>
    private const int MostSecrets = 2;

    private static readonly EncryptionKey NoKey = new("none", new byte[EncryptionKey.Length]);

    internal async Task<KeySecret> HashAsync(string key, CancellationToken cancellationToken)
    {
        EncryptionKey master = await keys.GetCurrentKeyAsync(cancellationToken).ConfigureAwait(false) ?? await keys.CreateKeyAsync(cancellationToken).ConfigureAwait(false);
        byte[] salt = RandomNumberGenerator.GetBytes(KeyDerivation.SaltBytes);
        return new KeySecret(master.Id, salt, Hash(master, salt, key), null);
    }

    /// <summary>Whether a key is one of the secrets that are good now. Takes the same time whatever is right of it, also without any secret.</summary>
    internal async Task<bool> MatchesAsync(string key, IReadOnlyList<KeySecret> secrets, DateTimeOffset now, CancellationToken cancellationToken)
    {
        bool matches = false;
        for (int i = 0; i < MostSecrets; i++)
        {
            KeySecret? secret = i < secrets.Count ? secrets[i] : null;
            EncryptionKey? master = secret is null ? null : await keys.GetKeyAsync(secret.MasterKeyId, cancellationToken).ConfigureAwait(false);
            byte[] salt = secret?.Salt ?? new byte[KeyDerivation.SaltBytes];
            bool isEqual = CryptographicOperations.FixedTimeEquals(Hash(master ?? NoKey, salt, key), secret?.Hash ?? new byte[HMACSHA256.HashSizeInBytes]);
            matches |= isEqual & master is not null & !(now >= secret?.ValidUntil);
        }

        return matches;
    }

    private static byte[] Hash(EncryptionKey master, byte[] salt, string key)
    {
        Span<byte> derived = stackalloc byte[EncryptionKey.Length];
        KeyDerivation.Derive(master, salt, KeyDerivation.ApiKeys, derived);
        byte[] hash = HMACSHA256.HashData(derived, Encoding.UTF8.GetBytes(key));
        CryptographicOperations.ZeroMemory(derived);
        return hash;
    }
}
