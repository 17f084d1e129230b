using System.Globalization;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Privacy.Scanning;

namespace Shannon.Analytics.Tests.Privacy.Scanning;

public class ContentScannerTests
{
    private static readonly ContentScanner All = new(ContentKinds.All);

    [Theory]
    [InlineData("write to john.doe+x@mail.example.co.uk.", "write to [EMAIL].")]
    [InlineData("<jürgen@müller.de>", "<[EMAIL]>")]
    [InlineData("a@b.de,c@d.org", "[EMAIL],[EMAIL]")]
    [InlineData("john＠example.com", "[EMAIL]")]
    [InlineData("jo\u200Bhn@example.com", "[EMAIL]")]
    [InlineData("My SSN is 123-45-6789", "My SSN is [SSN]")]
    [InlineData("ssn:123 45 6789!", "ssn:[SSN]!")]
    [InlineData("card 4111 1111 1111 1111 exp 12/29", "card [CARD] exp 12/29")]
    [InlineData("4111-1111-1111-1111", "[CARD]")]
    [InlineData("378282246310005", "[CARD]")]
    [InlineData("call +49 (0)30 123456-78 today", "call [PHONE] today")]
    [InlineData("(212) 555-0123", "[PHONE]")]
    [InlineData("1-212-555-0123", "[PHONE]")]
    [InlineData("030 1234567", "[PHONE]")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00.", "IBAN [IBAN].")]
    [InlineData("GB82WEST12345698765432", "[IBAN]")]
    [InlineData("from 192.168.0.12:8080", "from [IP]:8080")]
    [InlineData("from 2001:db8::8a2e:370:7334.", "from [IP].")]
    [InlineData("ANTHROPIC_API_KEY=sk-ant-api03-Zq9x8Wv7Ut6Sr5Qp4", "ANTHROPIC_API_KEY=[SECRET]")]
    [InlineData("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[SECRET]")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[SECRET]")]
    [InlineData("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "Bearer [SECRET]")]
    [InlineData("k: wJalrXUtnFEMI0K7MDENGbPxRfiCYEXAMPLEKEY", "k: [SECRET]")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nrest", "[SECRET]\nrest")]
    public void Clean_WhatIsPersonalOrSecret_IsReplaced(string text, string expected) => Assert.Equal(expected, All.Clean(text));

    [Theory]
    [InlineData("the 14th of March 2026, 2026-03-14 15:09:26.123456")]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("1773500966123456")]
    [InlineData("000-12-3456 and 666-12-3456 and 123-00-4567")]
    [InlineData("DE88370400440532013000")]
    [InlineData("version 10.0.15, 1.2.3")]
    [InlineData("999.1.1.1")]
    [InlineData("std::vector<int> at 12:34:56")]
    [InlineData("@mention and a@b without a dot")]
    [InlineData("msg_01XFDUDYJgAACzvnptvVoYEL")]
    [InlineData("toolu_01A09q90qw90lq917835lq9")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("/src/Shannon.Analytics/Storage/Sqlite/SqliteStore.Maintenance.cs")]
    [InlineData("GetRawMetricsAsyncReturnsNewestFirst")]
    public void Clean_WhatOnlyLooksAlike_Stays(string text) => Assert.Same(text, All.Clean(text));

    [Theory]
    [InlineData(ContentKinds.Email)]
    [InlineData(ContentKinds.Phone)]
    [InlineData(ContentKinds.Iban)]
    [InlineData(ContentKinds.CreditCard)]
    [InlineData(ContentKinds.SocialSecurityNumber)]
    [InlineData(ContentKinds.IpAddress)]
    [InlineData(ContentKinds.Secret)]
    public void Clean_OneKind_LeavesTheOthers(ContentKinds kind)
    {
        string[] all = ["ada@example.com", "+49 30 1234567", "DE89370400440532013000", "4111111111111111", "123-45-6789", "10.0.0.1", "sk-ant-api03-Zq9x8Wv7Ut6Sr5Qp4"];
        int own = System.Numerics.BitOperations.TrailingZeroCount((int)kind);
        var scanner = new ContentScanner(kind);
        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal(i == own, scanner.Finds(all[i]));
        }
    }

    [Fact]
    public void Clean_Twice_ChangesNothingMore()
    {
        var random = new Random(3);
        for (int i = 0; i < 5_000; i++)
        {
            string once = All.Clean(SomePrivacy.Text(random));
            Assert.Equal(once, All.Clean(once));
        }
    }

    [Fact]
    public void Clean_EveryValidCardOfRandomDigits_IsFound()
    {
        var random = new Random(4);
        int found = 0;
        for (int i = 0; i < 3_000; i++)
        {
            string digits = string.Concat(Enumerable.Range(0, random.Next(12, 21)).Select(place => random.Next(place == 0 ? 2 : 0, place == 0 ? 7 : 10).ToString(CultureInfo.InvariantCulture)));
            bool valid = digits.Length is >= 13 and <= 19 && digits.Reverse().Select((digit, place) => (digit - '0') * (1 + (place % 2))).Sum(product => (product / 10) + (product % 10)) % 10 == 0;
            found += valid ? 1 : 0;
            Assert.Equal(valid ? "n [CARD]." : $"n {digits}.", new ContentScanner(ContentKinds.CreditCard).Clean($"n {digits}."));
        }

        Assert.True(found > 100);
    }

    // Texts on which a search that goes back over what it saw would need hours.
    [Theory]
    [InlineData("a@")]
    [InlineData("a.")]
    [InlineData("1 ")]
    [InlineData("1")]
    [InlineData("AA11")]
    [InlineData("AA11 ")]
    [InlineData(":")]
    [InlineData("1.1.1.1.")]
    [InlineData("f:")]
    [InlineData("-----BEGIN ")]
    [InlineData("-----BEGIN PRIVATE KEY")]
    [InlineData("=")]
    [InlineData("+1(")]
    [InlineData("ghp_1")]
    public async Task Clean_AMillionCharactersOfTheWorstKind_IsDoneInNoTime(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        await Task.Run(() => All.Clean(text), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

}
