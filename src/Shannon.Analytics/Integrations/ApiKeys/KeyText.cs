using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>
/// The form of keys: <c>sak_</c>, 12 characters that name the key, <c>_</c>, 43 random ones with more than 256 bits, and a CRC-32 of all of it in 6, by which a
/// mistyped key is told without asking anyone, and a leaked one found in texts.
/// </summary>
internal static class KeyText
{
    private const string Start = "sak_";
    private const int NameLength = 12;
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;
    private const int BodyLength = 4 + NameLength + 1 + SecretLength;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    internal static string NewName() => RandomNumberGenerator.GetString(Alphabet, NameLength);

    internal static string PrefixOf(string name) => Start + name;

    /// <summary>A new key of a name.</summary>
    internal static string NewKey(string name)
    {
        string body = PrefixOf(name) + "_" + RandomNumberGenerator.GetString(Alphabet, SecretLength);
        return body + ChecksumOf(body);
    }

    /// <summary>The name of a key; null if what was shown has not the form of one.</summary>
    internal static string? NameOf(string? key)
    {
        bool isKey = key is { Length: BodyLength + ChecksumLength } && key.StartsWith(Start, StringComparison.Ordinal) && key[Start.Length + NameLength] == '_'
            && !key.AsSpan(Start.Length, NameLength).ContainsAnyExcept(Characters) && !key.AsSpan(Start.Length + NameLength + 1).ContainsAnyExcept(Characters)
            && key.EndsWith(ChecksumOf(key[..BodyLength]), StringComparison.Ordinal);
        return isKey ? key!.Substring(Start.Length, NameLength) : null;
    }

    private static string ChecksumOf(string body)
    {
        uint rest = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(body));
        return string.Create(ChecksumLength, rest, static (text, value) =>
        {
            for (int i = text.Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(value % (uint)Alphabet.Length)];
                value /= (uint)Alphabet.Length;
            }
        });
    }
}
