using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Tests.Storage.Blobs;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Encryption;

public sealed class SecretBoxTests
{
    private readonly SecretBox _box = new(new BlobSource.FixedKeys(BlobSource.SomeKey("k1")));

    [Theory]
    [InlineData("")]
    [InlineData("sk-ant-123")]
    [InlineData("漢字 😀 nul\0")]
    public async Task Decrypt_WhatWasEncrypted_ComesBack(string value)
    {
        string encrypted = await _box.EncryptAsync("webhook:1", value);
        Assert.Matches("^secret:[A-Za-z0-9_-]+$", encrypted);
        Assert.Equal(value, await _box.DecryptAsync("webhook:1", encrypted));
        Assert.NotEqual(encrypted, await _box.EncryptAsync("webhook:1", value));
    }

    [Fact]
    public async Task Decrypt_ForAnotherPurpose_IsRefused()
    {
        string encrypted = await _box.EncryptAsync("webhook:1", "value");
        await Assert.ThrowsAsync<StoreCorruptException>(() => _box.DecryptAsync("webhook:2", encrypted));
    }

    [Fact]
    public async Task Decrypt_AnyCharacterChanged_IsRefusedWithoutQuotingIt()
    {
        string encrypted = await _box.EncryptAsync("p", "value");
        for (int i = 0; i < encrypted.Length; i++)
        {
            foreach (char other in "AQ_9!")
            {
                // The last character has bits that stand for nothing; whatever is accepted must be the value.
                char[] changed = encrypted.ToCharArray();
                changed[i] = other;
                try
                {
                    Assert.Equal("value", await _box.DecryptAsync("p", new string(changed)));
                    Assert.True(other == encrypted[i] || i == encrypted.Length - 1);
                }
                catch (StoreException error)
                {
                    Assert.DoesNotContain(encrypted, error.Message, StringComparison.Ordinal);
                }
            }
        }

        for (int length = 0; length < encrypted.Length; length++)
        {
            await Assert.ThrowsAnyAsync<StoreException>(() => _box.DecryptAsync("p", encrypted[..length]));
        }
    }

    [Fact]
    public async Task Decrypt_WithoutTheKey_SaysWhich()
    {
        string encrypted = await _box.EncryptAsync("p", "value");
        var other = new SecretBox(new BlobSource.FixedKeys(BlobSource.SomeKey("k2")));
        EncryptionKeyException missing = await Assert.ThrowsAsync<EncryptionKeyException>(() => other.DecryptAsync("p", encrypted));
        Assert.Equal(EncryptionKeyProblem.Missing, missing.Problem);
        Assert.Contains("'k1'", missing.Message, StringComparison.Ordinal);
        var wrong = new SecretBox(new BlobSource.FixedKeys(BlobSource.SomeKey("k1", 9)));
        await Assert.ThrowsAsync<StoreCorruptException>(() => wrong.DecryptAsync("p", encrypted));
    }

    [Fact]
    public async Task Encrypt_NoKeyYet_MakesOneInTheFile()
    {
        using var folder = new TempFolder();
        var keys = new FileKeyProvider(folder.File("keys"));
        string encrypted = await new SecretBox(keys).EncryptAsync("p", "value");
        Assert.Equal("value", await new SecretBox(new FileKeyProvider(folder.File("keys"))).DecryptAsync("p", encrypted));
    }

    [Fact]
    public async Task WrongArguments_Throw()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _box.EncryptAsync(string.Empty, "v"));
        await Assert.ThrowsAsync<ArgumentException>(() => _box.EncryptAsync("p", new string('x', SecretBox.MaxLength + 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => _box.EncryptAsync("p", "\uD800"));
        await Assert.ThrowsAsync<StoreCorruptException>(() => _box.DecryptAsync("p", "plain text from before"));
        Assert.Equal(SecretBox.MaxLength, (await _box.DecryptAsync("p", await _box.EncryptAsync("p", new string('漢', SecretBox.MaxLength)))).Length);
    }
}
