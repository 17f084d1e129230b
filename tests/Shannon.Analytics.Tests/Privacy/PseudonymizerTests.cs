using System.Globalization;
using System.Text;
using Shannon.Analytics.Privacy;

namespace Shannon.Analytics.Tests.Privacy;

public class PseudonymizerTests
{
    // RFC 4231, test cases 1, 2, 3 (as far as its data is text) and 6.
    [Theory]
    [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData("4a656665", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData(null, "Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
    public void Digits_PublishedVectors_AreHmacSha256(string? key, string text, string expected)
    {
        byte[] bytes = key is null ? [.. Enumerable.Repeat((byte)0xAA, 131)] : Convert.FromHexString(key);
        Assert.Equal(expected, Pseudonymizer.Digits(bytes, text, 64));
    }

    [Fact]
    public void Hash_TextsThatAreEqualWhenNormalized_AreAlike()
    {
        Pseudonymizer pseudonyms = SomePrivacy.Pseudonyms();
        var random = new Random(11);
        foreach (string line in File.ReadLines(NormalizationTests.Samples).Skip(1))
        {
            (string text, string normal) = NormalizationTests.Parse(line);
            Assert.Equal(pseudonyms.Hash(normal), pseudonyms.Hash(text));
            Assert.Equal(pseudonyms.Token(normal), pseudonyms.Token(text + (random.Next(2) == 0 ? "\u200B" : string.Empty)));
        }

        Assert.Equal(pseudonyms.Hash("Jose\u0301"), pseudonyms.Hash("Jos\u00E9"));
        Assert.Equal(pseudonyms.Hash("ada"), pseudonyms.Hash("a\u200Bda"));
        Assert.NotEqual(pseudonyms.Hash("ada"), pseudonyms.Hash("Ada"));
    }

    [Fact]
    public void Hash_OtherKeySaltOrMethod_IsAnother()
    {
        string[] all =
        [
            SomePrivacy.Pseudonyms().Hash("ada"), SomePrivacy.Pseudonyms(seed: 8).Hash("ada"), SomePrivacy.Pseudonyms(salt: "other").Hash("ada"),
            SomePrivacy.Pseudonyms(salt: null).Hash("ada"), SomePrivacy.Pseudonyms().Token("ada"), SomePrivacy.Pseudonyms().Hash("grace"),
        ];
        Assert.Equal(all.Length, all.Select(pseudonym => pseudonym[^40..]).Distinct().Count());
    }

    [Fact]
    public void IsOwn_WhatItMadeAndNothingElse()
    {
        Pseudonymizer pseudonyms = SomePrivacy.Pseudonyms();
        string made = pseudonyms.Hash("ada");
        Assert.True(pseudonyms.IsOwn(made));
        Assert.True(pseudonyms.IsOwn(pseudonyms.Token("ada")));
        Assert.False(SomePrivacy.Pseudonyms(seed: 8).IsOwn(made));
        Assert.False(SomePrivacy.Pseudonyms(version: 2).IsOwn(made));
        for (int i = 0; i < made.Length; i++)
        {
            Assert.False(pseudonyms.IsOwn(made[..i] + (made[i] == '0' ? '1' : '0') + made[(i + 1)..]));
        }

        Assert.False(pseudonyms.IsOwn("anon:1:" + new string('0', 40)));
    }

    [Fact]
    public void Hash_AttackerKnowsTheSaltAndTheForm_FindsNothingInARangeThatHoldsTheValue()
    {
        const int Secret = 617_283;
        string stored = SomePrivacy.Pseudonyms().Hash(User(Secret));
        string digits = stored.Split(':')[2][..32];
        byte[] salt = Encoding.UTF8.GetBytes(SomePrivacy.Salt);

        // Without the master key: the salt as the key, no key, and the salt stretched from nothing or from itself.
        var zero = new Pseudonymizer(1, new Shannon.Analytics.Storage.Encryption.EncryptionKey("x", new byte[32]), SomePrivacy.Salt);
        byte[] saltAsKey = new byte[32];
        salt.CopyTo(saltAsKey, 0);
        var own = new Pseudonymizer(1, new Shannon.Analytics.Storage.Encryption.EncryptionKey("x", saltAsKey), SomePrivacy.Salt);
        int found = 0;
        for (int i = Secret - 5_000; i < Secret + 5_000; i++)
        {
            string candidate = User(i);
            string[] guesses =
            [
                Pseudonymizer.Digits(salt, candidate, 32), Pseudonymizer.Digits([], candidate, 32), Pseudonymizer.Digits([], SomePrivacy.Salt + candidate, 32),
                zero.Hash(candidate).Split(':')[2][..32], own.Hash(candidate).Split(':')[2][..32],
            ];
            found += guesses.Count(guess => guess == digits);
        }

        Assert.Equal(0, found);

        // Who has the key finds it at once: the range does hold it.
        Assert.Equal(Secret, Enumerable.Range(Secret - 5_000, 10_000).Single(i => SomePrivacy.Pseudonyms().Hash(User(i)) == stored));
    }

    private static string User(int i) => string.Create(CultureInfo.InvariantCulture, $"user{i}@example.com");
}
