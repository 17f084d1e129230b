using System.Buffers.Binary;
using Shannon.Analytics.CrashHost;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blobs;

namespace Shannon.Analytics.Tests.Storage.Blobs;

/// <summary>What the pipeline takes in comes back, and nothing else ever does.</summary>
public sealed class BlobPipelineTests : IDisposable
{
    private static readonly BlobIdentity Identity = new(BlobKind.SegmentColumn, 17, 3, 2);
    private readonly BlobSource _blobs = new();

    public static TheoryData<bool, bool> Modes => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    public void Dispose() => _blobs.Dispose();

    [Theory]
    [MemberData(nameof(Modes))]
    public void Decode_ContentOfEveryShape_ComesBack(bool compress, bool encrypt)
    {
        BlobEncoder encoder = _blobs.NewEncoder(compress, encrypt);
        foreach (byte[] content in Shapes())
        {
            byte[] blob = BlobSource.Encode(encoder, Identity, content);
            Assert.True(BlobFormat.IsBlob(blob));
            Assert.True(content.AsSpan().SequenceEqual(_blobs.Decode(Identity, blob)));
            if (!encrypt)
            {
                Assert.InRange(blob.Length, 1, content.Length + 12);
            }
        }
    }

    [Fact]
    public void Encode_CompressibleContent_ShrinksAndIncompressibleStaysAsItIs()
    {
        byte[] text = [.. Enumerable.Range(0, 20_000).Select(i => (byte)"the quick brown fox "[i % 20])];
        byte[] noise = Noise(20_000, 3);
        BlobEncoder encoder = _blobs.NewEncoder(compress: true, encrypt: false);
        Assert.InRange(BlobSource.Encode(encoder, Identity, text).Length, 1, 1000);
        byte[] kept = BlobSource.Encode(encoder, Identity, noise);
        Assert.Equal((noise.Length + BlobFormat.HeaderBytes, (byte)0), (kept.Length, kept[1]));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Decode_AnyBitFlipped_IsFoundAndNamed(bool compress, bool encrypt)
    {
        BlobEncoder encoder = _blobs.NewEncoder(compress, encrypt);
        foreach (byte[] content in (byte[][])[[], [42], [.. Enumerable.Repeat((byte)9, 200)]])
        {
            byte[] blob = BlobSource.Encode(encoder, Identity, content);
            for (int bit = 0; bit < blob.Length * 8; bit++)
            {
                byte[] damaged = [.. blob];
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                AssertCorrupt(Identity, damaged);
            }
        }
    }

    // The checksum finds accidents; this is somebody who mends the checksum after each change.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decode_EncryptedAndAnyBitFlippedWithTheChecksumMended_IsRefused(bool compress)
    {
        BlobEncoder encoder = _blobs.NewEncoder(compress, encrypt: true);
        byte[] blob = BlobSource.Encode(encoder, Identity, [.. Enumerable.Repeat((byte)9, 100)]);
        for (int bit = 0; bit < blob.Length * 8; bit++)
        {
            byte[] damaged = [.. blob];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            BinaryPrimitives.WriteUInt64LittleEndian(damaged.AsSpan(2), BlobFormat.Checksum(Identity, damaged));
            if (bit is >= 16 and < 80 || IsPlainNow(damaged))
            {
                continue;
            }

            Assert.ThrowsAny<StoreException>(() => _blobs.Decode(Identity, damaged));
        }

        // A BLOB that no longer says it is encrypted is read as plain bytes: never as the content, and blocks have a checksum of their own.
        static bool IsPlainNow(byte[] damaged) => (damaged[1] & BlobFormat.Encrypted) == 0 && damaged[0] == BlobFormat.Version;
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Decode_CutShortOrProlonged_IsFoundAndNamed(bool compress, bool encrypt)
    {
        BlobEncoder encoder = _blobs.NewEncoder(compress, encrypt);
        byte[] blob = BlobSource.Encode(encoder, Identity, [.. Enumerable.Repeat((byte)9, 300)]);
        for (int length = 0; length < blob.Length; length++)
        {
            AssertCorrupt(Identity, blob[..length]);
        }

        AssertCorrupt(Identity, [.. blob, 0]);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Decode_InAnothersPlace_IsFound(bool compress, bool encrypt)
    {
        BlobEncoder encoder = _blobs.NewEncoder(compress, encrypt);
        byte[] blob = BlobSource.Encode(encoder, Identity, [1, 2, 3]);
        BlobIdentity[] others = [Identity with { Id = 18 }, Identity with { Column = 4 }, Identity with { Revision = 3 }, Identity with { Kind = BlobKind.Rollup }];
        foreach (BlobIdentity other in others)
        {
            AssertCorrupt(other, blob);
            if (encrypt)
            {
                // The encryption is bound to it too, not only the checksum.
                byte[] mended = [.. blob];
                BinaryPrimitives.WriteUInt64LittleEndian(mended.AsSpan(2), BlobFormat.Checksum(other, mended));
                AssertCorrupt(other, mended);
            }
        }
    }

    [Fact]
    public void Decode_UnknownVersionOrFlags_IsAVersionError()
    {
        byte[] blob = BlobSource.Encode(_blobs.NewEncoder(false, false), Identity, [1, 2, 3]);
        foreach (var (version, flags) in new[] { (0xB2, 0), (BlobFormat.Version, 4), (BlobFormat.Version, 0x80) })
        {
            byte[] newer = [(byte)version, (byte)flags, .. blob[2..]];
            BinaryPrimitives.WriteUInt64LittleEndian(newer.AsSpan(2), BlobFormat.Checksum(Identity, newer));
            StoreVersionException error = Assert.Throws<StoreVersionException>(() => _blobs.Decode(Identity, newer));
            Assert.Contains("Column 3 of segment 17", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decode_HostileBytesWithARightChecksum_AreTypedErrors()
    {
        var dice = new SeededRandom(11);
        for (int round = 0; round < 3000; round++)
        {
            byte[] hostile = Noise(BlobFormat.HeaderBytes + dice.Next(0, 80), (ulong)round);
            (hostile[0], hostile[1]) = (BlobFormat.Version, (byte)dice.Next(1, 4));
            if (hostile.Length > BlobFormat.HeaderBytes && round % 2 == 0)
            {
                hostile[BlobFormat.HeaderBytes] = (byte)dice.Next(0, 30);
            }

            BinaryPrimitives.WriteUInt64LittleEndian(hostile.AsSpan(2), BlobFormat.Checksum(Identity, hostile));
            Assert.ThrowsAny<StoreException>(() => _blobs.Decode(Identity, hostile));
        }
    }

    [Fact]
    public void Encode_ManyBlobs_NeedsNoMemoryEach()
    {
        BlobEncoder encoder = _blobs.NewEncoder(compress: false, encrypt: true);
        using var output = new ByteWriter();
        byte[] content = Noise(4096, 1);
        void RoundTrip()
        {
            output.Reset();
            encoder.Encode(Identity, content, output);
            using BlobContent decoded = _blobs.Decoder.Decode(Identity, output.WrittenSpan);
            Assert.True(decoded.Span.SequenceEqual(content));
        }

        for (int i = 0; i < 50; i++)
        {
            RoundTrip();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            RoundTrip();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private static byte[] Noise(int length, ulong seed)
    {
        var dice = new SeededRandom(seed);
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++)
        {
            noise[i] = (byte)dice.Next(0, 256);
        }

        return noise;
    }

    private static IEnumerable<byte[]> Shapes()
    {
        yield return [];
        yield return [0];
        yield return [255];
        for (int length = 2; length < 130; length += 7)
        {
            yield return Noise(length, (ulong)length);
            yield return new byte[length];
        }

        yield return Noise(65_537, 1);
        yield return new byte[10_000_000];
        byte[] mixed = new byte[10_000_000];
        Noise(1_000_000, 5).CopyTo(mixed, 3_000_000);
        yield return mixed;
    }

    private void AssertCorrupt(BlobIdentity identity, byte[] blob)
    {
        StoreCorruptException error = Assert.Throws<StoreCorruptException>(() => _blobs.Decode(identity, blob));
        Assert.StartsWith(identity.ToString(), error.Message, StringComparison.Ordinal);
    }
}
