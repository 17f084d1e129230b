using System.Security.Cryptography;

namespace Shannon.Analytics.Storage.Encryption;

/// <summary>
/// Derives keys from a master key by HKDF-SHA256 (RFC 5869). Each purpose has its own text, so that what serves one never serves another.
/// </summary>
internal static class KeyDerivation
{
    /// <summary>Random bits that make a derived key unlike all others: with 128 of them, 2^32 derivations collide with a chance below 2^-64.</summary>
    internal const int SaltBytes = 16;

    internal static ReadOnlySpan<byte> Blobs => "Shannon.Analytics/blob/1"u8;

    internal static ReadOnlySpan<byte> Secrets => "Shannon.Analytics/secret/1"u8;

    internal static ReadOnlySpan<byte> ApiKeys => "Shannon.Analytics/api-key/1"u8;

    internal static ReadOnlySpan<byte> Audit => "Shannon.Analytics/audit/1"u8;

    internal static ReadOnlySpan<byte> Pseudonyms => "Shannon.Analytics/pseudonym/1"u8;

    internal static ReadOnlySpan<byte> PseudonymChecks => "Shannon.Analytics/pseudonym-check/1"u8;

    internal static ReadOnlySpan<byte> Tokens => "Shannon.Analytics/token/1"u8;

    internal static void Derive(EncryptionKey key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> purpose, Span<byte> derived) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.GetBytes(), derived, salt, purpose);
}
