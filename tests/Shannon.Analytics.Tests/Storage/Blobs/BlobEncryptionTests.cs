using System.Security.Cryptography;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Tests.Storage.Blobs;

/// <summary>Keys, salts and nonces.</summary>
public sealed class BlobEncryptionTests
{
    private static readonly BlobIdentity Identity = new(BlobKind.Journal, 5);

    [Fact]
    public void Encode_ManyBlobsOverManyOpenings_NoKeyMeetsANonceTwice()
    {
        using var blobs = new BlobSource();
        var seen = new HashSet<string>();
        for (int opening = 0; opening < 200; opening++)
        {
            // Some start just before the counter's end, and get another salt on the way.
            BlobEncoder encoder = blobs.NewEncoder(compress: false, encrypt: true, opening % 5 == 0 ? BlobEncryptor.MaxMessages - 20 : 0);
            for (int i = 0; i < 50; i++)
            {
                byte[] blob = BlobSource.Encode(encoder, Identity, [1, 2, 3]);
                Assert.True(seen.Add(Convert.ToHexString(SaltAndCounter(blob))));
                Assert.Equal([1, 2, 3], blobs.Decode(Identity, blob));
            }
        }
    }

    [Fact]
    public void Encode_TheCounterEnds_AFreshSaltFollows()
    {
        using var blobs = new BlobSource();
        BlobEncoder encoder = blobs.NewEncoder(compress: false, encrypt: true, BlobEncryptor.MaxMessages - 1);
        byte[] last = BlobSource.Encode(encoder, Identity, [1]);
        byte[] next = BlobSource.Encode(encoder, Identity, [1]);
        Assert.Equal(BlobEncryptor.MaxMessages, BitConverter.ToUInt32(SaltAndCounter(last), 16));
        Assert.Equal(1u, BitConverter.ToUInt32(SaltAndCounter(next), 16));
        Assert.NotEqual(SaltAndCounter(last)[..16], SaltAndCounter(next)[..16]);
    }

    [Fact]
    public void Decode_KeyMissing_SaysWhichAndWhatToDo()
    {
        using var writer = new BlobSource(BlobSource.SomeKey("old-key"));
        using var reader = new BlobSource(BlobSource.SomeKey("new-key"));
        byte[] blob = BlobSource.Encode(writer.NewEncoder(false, true), Identity, [1]);
        EncryptionKeyException error = Assert.Throws<EncryptionKeyException>(() => reader.Decode(Identity, blob));
        Assert.Equal(EncryptionKeyProblem.Missing, error.Problem);
        Assert.Contains("old-key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_OtherBytesUnderTheSameKeyId_IsRefused()
    {
        using var writer = new BlobSource(BlobSource.SomeKey("key", 1));
        using var reader = new BlobSource(BlobSource.SomeKey("key", 2));
        byte[] blob = BlobSource.Encode(writer.NewEncoder(false, true), Identity, [1]);
        StoreCorruptException error = Assert.Throws<StoreCorruptException>(() => reader.Decode(Identity, blob));
        Assert.Contains("Journal block 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_BlobsOfOlderKeys_StillWork()
    {
        EncryptionKey old = BlobSource.SomeKey("old", 1);
        using var writer = new BlobSource(old);
        using var both = new BlobSource(old, BlobSource.SomeKey("new", 2));
        byte[] first = BlobSource.Encode(writer.NewEncoder(false, true), Identity, [1]);
        byte[] second = BlobSource.Encode(both.NewEncoder(false, true), Identity, [2]);
        Assert.Equal([1], both.Decode(Identity, first));
        Assert.Equal([2], both.Decode(Identity, second));
        Assert.Equal([1], both.Decode(Identity, first));
        Assert.Equal(2, both.Keys.Asked);
    }

    [Fact]
    public void Decode_FromManyThreadsAndMoreKeysThanAreRemembered_IsRight()
    {
        using var blobs = new BlobSource();
        byte[][] all = [.. Enumerable.Range(0, 5000).Select(i => BlobSource.Encode(blobs.NewEncoder(false, true), Identity, BitConverter.GetBytes(i)))];
        Parallel.For(0, 20_000, i => Assert.Equal(BitConverter.GetBytes(i % all.Length), blobs.Decode(Identity, all[i % all.Length])));
        Parallel.For(0, 20_000, _ => Assert.Equal(BitConverter.GetBytes(1), blobs.Decode(Identity, all[1])));
    }

    // RFC 5869 and SP 800-38D leave no freedom: the envelope, taken apart by hand.
    [Fact]
    public void Encode_Envelope_IsWhatTheFormatSays()
    {
        EncryptionKey master = BlobSource.SomeKey("k1");
        using var blobs = new BlobSource(master);
        byte[] blob = BlobSource.Encode(blobs.NewEncoder(false, true), Identity, [1, 2, 3]);
        Assert.Equal([0xB1, 2], blob[..2]);
        Assert.Equal([2, (byte)'k', (byte)'1'], blob[10..13]);
        byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, master.GetBytes().ToArray(), 32, blob[13..29], "Shannon.Analytics/blob/1"u8.ToArray());
        byte[] associated = [0xB1, 2, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] plain = new byte[3];
        using var aes = new AesGcm(key, 16);
        byte[] nonce = [.. blob[29..33], 0, 0, 0, 0, 0, 0, 0, 0];
        aes.Decrypt(nonce, blob[33..36], blob[36..], plain, associated);
        Assert.Equal([1, 2, 3], plain);
        Assert.Equal(52, blob.Length);
    }

    private static byte[] SaltAndCounter(byte[] blob)
    {
        int salt = BlobFormat.HeaderBytes + 1 + blob[BlobFormat.HeaderBytes];
        return blob[salt..(salt + 20)];
    }
}
