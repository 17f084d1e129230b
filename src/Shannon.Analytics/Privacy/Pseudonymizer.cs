using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Privacy;

/// <summary>
/// Makes pseudonyms under one version of the key: <c>anon:1:</c> or <c>tok:1:</c>, 32 hexadecimal digits of HMAC-SHA256 (RFC 2104) over the normalised text,
/// and 8 more by which it knows its own again, so that what is a pseudonym already is not made into another. The key is derived from a master key with the
/// salt by HKDF-SHA256 (RFC 5869): a salt, however short, is no way round the master key. Immutable and thread-safe.
/// </summary>
internal sealed class Pseudonymizer
{
    internal const string HashPrefix = "anon:";
    internal const string TokenPrefix = "tok:";
    private const int MacDigits = 32;
    private const int CheckDigits = 8;

    private readonly byte[] _hashKey = new byte[SHA256.HashSizeInBytes];
    private readonly byte[] _tokenKey = new byte[SHA256.HashSizeInBytes];
    private readonly byte[] _checkKey = new byte[SHA256.HashSizeInBytes];
    private readonly string _versionText;

    internal Pseudonymizer(int version, EncryptionKey master, string? salt)
    {
        Version = version;
        Master = master;
        _versionText = version.ToString(CultureInfo.InvariantCulture) + ":";
        byte[] saltBytes = Encoding.UTF8.GetBytes(salt ?? string.Empty);
        KeyDerivation.Derive(master, saltBytes, KeyDerivation.Pseudonyms, _hashKey);
        KeyDerivation.Derive(master, saltBytes, KeyDerivation.Tokens, _tokenKey);
        KeyDerivation.Derive(master, saltBytes, KeyDerivation.PseudonymChecks, _checkKey);
    }

    internal int Version { get; }

    /// <summary>The key that values behind tokens are encrypted with.</summary>
    internal EncryptionKey Master { get; }

    internal string Hash(string text) => Make(HashPrefix, _hashKey, text);

    internal string Token(string text) => Make(TokenPrefix, _tokenKey, text);

    /// <summary>Whether this version made a text. Who lacks the key cannot make one that it takes for its own.</summary>
    internal bool IsOwn(string text)
    {
        string prefix = text.StartsWith(HashPrefix, StringComparison.Ordinal) ? HashPrefix : TokenPrefix;
        int body = prefix.Length + _versionText.Length;
        return text.Length == body + MacDigits + CheckDigits
            && text.StartsWith(prefix, StringComparison.Ordinal)
            && text.AsSpan(prefix.Length).StartsWith(_versionText, StringComparison.Ordinal)
            && text.AsSpan(body + MacDigits).SequenceEqual(Digits(_checkKey, text[..(body + MacDigits)], CheckDigits));
    }

    /// <summary>HMAC-SHA256 of a text's UTF-8, as hexadecimal digits.</summary>
    internal static string Digits(ReadOnlySpan<byte> key, string text, int digits)
    {
        Span<byte> mac = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), mac);
        return Convert.ToHexStringLower(mac)[..digits];
    }

    private string Make(string prefix, byte[] key, string text)
    {
        string named = prefix + _versionText + Digits(key, TextNormalizer.Normalize(text), MacDigits);
        return named + Digits(_checkKey, named, CheckDigits);
    }
}
