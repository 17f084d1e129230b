using System.Text;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Privacy.Scanning;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Privacy;

/// <summary>Keys, configurations and texts for the tests of privacy.</summary>
internal static class SomePrivacy
{
    internal const string Salt = "test_salt";

    private static readonly string[] Parts =
    [
        "a", "Z", "é", "e\u0301", "ﬁ", "１", "0", "4", "12", "4111", "1111", "123-45-6789", "john@example.com", "@", ".", "-", " ", "  ", "+49 30 1234567", ":", "::1", "fe80::1", "10.0.0.1",
        "DE89370400440532013000", "sk-ant-api03-abcDEF123456", "\u200B", "😀", "\uD800", "[EMAIL]", "/", "(", ")", "=", "A1b2C3d4E5f6G7h8I9j0K1l2M3", "anon:1:", "_", "\n",
    ];

    internal static EncryptionKey Master(byte seed = 7) => new("k" + seed, Enumerable.Repeat(seed, EncryptionKey.Length).ToArray());

    internal static Pseudonymizer Pseudonyms(int version = 1, byte seed = 7, string? salt = Salt) => new(version, Master(seed), salt);

    internal static ValueAnonymizer Values(AnonymizationOptions options, IStateStore? state = null) => new(
        new FieldMatcher(options.AllRules()),
        new ContentScanner(options.Scan),
        new KeyVersions([Pseudonyms()]),
        new TokenMap(state!, new MemoryKeyProvider()),
        options.TruncateLength);

    /// <summary>Text made of what the library looks for, whole and in parts.</summary>
    internal static string Text(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            text.Append(Some.OneOf<string>(random, Parts));
        }

        return text.ToString();
    }
}
