using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Encryption;

/// <summary>
/// Encrypts small values at rest, such as the secret of a webhook or a key of an API, also where the store itself is not encrypted. Each value is
/// bound to a purpose: what was encrypted for one cannot be decrypted for another. AES-256-GCM under a key of its own for every value, derived from
/// the provider's current key (HKDF-SHA256, RFC 5869, with a random salt). Thread-safe.
/// </summary>
public sealed class SecretBox
{
    /// <summary>Most characters of a value: 16,384.</summary>
    public const int MaxLength = 16_384;

    private const byte Version = 1;
    private const int TagBytes = 16;
    private const string Prefix = "secret:";
    private readonly IKeyProvider _keys;

    /// <summary>Makes a box over the keys of a provider.</summary>
    /// <param name="keys">Where the master keys come from; its first key is made when the first value is encrypted.</param>
    public SecretBox(IKeyProvider keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = keys;
    }

    /// <summary>Encrypts a value.</summary>
    /// <param name="purpose">What it is for, such as <c>webhook:42</c>; not secret, any text but an empty one.</param>
    /// <param name="value">The value, up to <see cref="MaxLength"/> characters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Text of letters, digits and <c>: - _</c>, unlike any before even for an equal value, to be kept where the value would be.</returns>
    /// <exception cref="ArgumentException">The purpose is empty, the value is too long, or one holds half of a surrogate pair.</exception>
    /// <exception cref="EncryptionKeyException">The key cannot be had.</exception>
    public async Task<string> EncryptAsync(string purpose, string value, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length > MaxLength)
        {
            throw new ArgumentException(FormattableString.Invariant($"The value has {value.Length} characters; at most {MaxLength} are encrypted. Keep larger things elsewhere and their key here."), nameof(value));
        }

        if (!MetricValidator.HasOnlyWholePairs(value) || !MetricValidator.HasOnlyWholePairs(purpose))
        {
            throw new ArgumentException("The text holds half of a surrogate pair, which cannot be stored; remove it.", nameof(value));
        }

        EncryptionKey key = await _keys.GetCurrentKeyAsync(cancellationToken).ConfigureAwait(false) ?? await _keys.CreateKeyAsync(cancellationToken).ConfigureAwait(false);
        return Seal(key, purpose, value);
    }

    /// <summary>Decrypts what <see cref="EncryptAsync"/> returned.</summary>
    /// <param name="purpose">The purpose it was encrypted for.</param>
    /// <param name="encrypted">The encrypted text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value.</returns>
    /// <exception cref="EncryptionKeyException">The key is missing or cannot be read.</exception>
    /// <exception cref="StoreCorruptException">The text was changed, is not of this box, or belongs to another purpose.</exception>
    public async Task<string> DecryptAsync(string purpose, string encrypted, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentNullException.ThrowIfNull(encrypted);
        byte[] bytes = Parse(encrypted);
        string id = Encoding.ASCII.GetString(bytes, 2, bytes[1]);
        EncryptionKey key = (EncryptionKey.IsId(id) ? await _keys.GetKeyAsync(id, cancellationToken).ConfigureAwait(false) : throw Corrupt())
            ?? throw new EncryptionKeyException(EncryptionKeyProblem.Missing, $"A secret is encrypted with the key '{id}', which the key provider does not have. Put the right key file back, or set the KeyProvider that has it, or enter the secret anew.");
        return Open(key, purpose, bytes);
    }

    /// <summary>As <see cref="EncryptAsync"/>, under a key that is at hand; of a value that it would take.</summary>
    internal static string Seal(EncryptionKey key, string purpose, string value)
    {
        int header = 2 + key.Id.Length;
        byte[] plain = Encoding.UTF8.GetBytes(value);
        byte[] bytes = new byte[header + KeyDerivation.SaltBytes + plain.Length + TagBytes];
        bytes[0] = Version;
        bytes[1] = (byte)key.Id.Length;
        Encoding.ASCII.GetBytes(key.Id, bytes.AsSpan(2));
        Span<byte> salt = bytes.AsSpan(header, KeyDerivation.SaltBytes);
        RandomNumberGenerator.Fill(salt);
        using AesGcm aes = Derive(key, salt);

        // The fresh salt makes a fresh key, so that the nonce may be constant.
        Span<byte> body = bytes.AsSpan(header + KeyDerivation.SaltBytes);
        aes.Encrypt(Nonce, plain, body[..plain.Length], body[plain.Length..], AssociatedData(bytes.AsSpan(0, header), purpose));
        CryptographicOperations.ZeroMemory(plain);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    private static string Open(EncryptionKey key, string purpose, byte[] bytes)
    {
        int header = 2 + bytes[1];
        Span<byte> body = bytes.AsSpan(header + KeyDerivation.SaltBytes);
        byte[] plain = new byte[body.Length - TagBytes];
        using AesGcm aes = Derive(key, bytes.AsSpan(header, KeyDerivation.SaltBytes));
        try
        {
            aes.Decrypt(Nonce, body[..plain.Length], body[plain.Length..], plain, AssociatedData(bytes.AsSpan(0, header), purpose));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new StoreCorruptException("A secret cannot be decrypted: it was changed, it belongs to another purpose, or the key of its id is not the one it was encrypted with. Enter the secret anew, or put the right key file back.", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static ReadOnlySpan<byte> Nonce => "\0\0\0\0\0\0\0\0\0\0\0\0"u8;

    private static AesGcm Derive(EncryptionKey key, ReadOnlySpan<byte> salt)
    {
        Span<byte> derived = stackalloc byte[EncryptionKey.Length];
        KeyDerivation.Derive(key, salt, KeyDerivation.Secrets, derived);
        var aes = new AesGcm(derived, TagBytes);
        CryptographicOperations.ZeroMemory(derived);
        return aes;
    }

    private static byte[] AssociatedData(ReadOnlySpan<byte> header, string purpose) => [.. header, .. Encoding.UTF8.GetBytes(purpose)];

    private static byte[] Parse(string encrypted)
    {
        if (!encrypted.StartsWith(Prefix, StringComparison.Ordinal) || encrypted.Length > MaxLength * 5 || !Base64Url.IsValid(encrypted.AsSpan(Prefix.Length)))
        {
            throw Corrupt();
        }

        byte[] bytes = Base64Url.DecodeFromChars(encrypted.AsSpan(Prefix.Length));
        return bytes.Length >= 2 && bytes[0] == Version && bytes.Length >= 2 + bytes[1] + KeyDerivation.SaltBytes + TagBytes ? bytes : throw Corrupt();
    }

    private static StoreCorruptException Corrupt() => new("A secret is not in the form that a secret box writes: it was changed, or never encrypted. Enter the secret anew.");
}
