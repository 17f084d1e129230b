using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Tests.Storage.Blocks;

/// <summary>Damaged bytes are a typed error naming the block, never another exception, never data.</summary>
public class BlockDamageTests
{
    private readonly BlockCodec _codec = new() { FirstId = 4711 };
    private readonly byte[] _block;

    public BlockDamageTests()
    {
        var random = new Random(1);
        BlockRoundTripTests.Fill(_codec, random, 30);
        _block = _codec.Encode();
    }

    [Fact]
    public void Decode_EveryTruncation_IsCorrupt()
    {
        for (int length = 0; length < _block.Length; length++)
        {
            AssertRefused(_block.AsSpan(0, length));
        }
    }

    [Fact]
    public void Decode_EveryFlippedBit_IsRefused()
    {
        for (int bit = 0; bit < _block.Length * 8; bit++)
        {
            byte[] damaged = [.. _block];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(damaged);
        }
    }

    [Fact]
    public void Decode_RandomDamage_IsRefused()
    {
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. _block];
            for (int hits = random.Next(1, 20); hits > 0; hits--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            if (!damaged.AsSpan().SequenceEqual(_block))
            {
                AssertRefused(damaged);
            }
        }
    }

    [Fact]
    public void Decode_BytesBehindTheBlock_AreRefused() => AssertRefused([.. _block, 0]);

    [Fact]
    public void Decode_BlockInAnothersPlace_IsCorrupt() =>
        Assert.Throws<StoreCorruptException>(() => BlockDecoder.Decode(_codec.FirstId + 1, _codec.Builder.Count, _block));

    [Fact]
    public void Decode_AnotherCountThanTheDirectory_IsCorrupt() =>
        Assert.Throws<StoreCorruptException>(() => BlockDecoder.Decode(_codec.FirstId, _codec.Builder.Count + 1, _block));

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void Decode_NewerVersionOrFlags_IsAVersionError(int offset, byte value)
    {
        byte[] newer = [.. _block];
        newer[offset] = value;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(newer.AsSpan(4), BlockEncoder.Checksum(_codec.FirstId, newer));
        StoreVersionException error = Assert.Throws<StoreVersionException>(() => _codec.Decode(newer));
        Assert.Contains("4711", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_ValidChecksumOverNonsense_IsTypedToo()
    {
        // A fault between encoding and checksum, or a hostile file: bounds are checked all the same.
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. _block];
            damaged[random.Next(BlockFormat.HeaderBytes, damaged.Length)] ^= (byte)random.Next(1, 256);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(damaged.AsSpan(4), BlockEncoder.Checksum(_codec.FirstId, damaged));
            try
            {
                _codec.Decode(damaged);
            }
            catch (StoreCorruptException error)
            {
                Assert.Contains("4711", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Decode_CodesOfAnEmptyTable_AreCorrupt(int names, int sessions)
    {
        var codec = new BlockCodec();
        codec.Add(new AnalyticsEvent("deploy") { Timestamp = DateTimeOffset.UnixEpoch, SessionId = "s" });
        using ByteWriter body = new();
        codec.Builder.EncodeBody(body);
        using ByteWriter block = new();
        BlockEncoder.Encode(codec.FirstId, new BlockIds(new long[names], new long[sessions]), body.WrittenSpan, block);
        byte[] bytes = block.WrittenSpan.ToArray();
        Assert.Throws<StoreCorruptException>(() => codec.Decode(bytes));
    }

    private void AssertRefused(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _codec.Decode(bytes);
        }
        catch (StoreException error) when (error is StoreCorruptException or StoreVersionException)
        {
            if (!error.Message.Contains("4711", StringComparison.Ordinal))
            {
                Assert.Fail("The block is not named: " + error.Message);
            }

            return;
        }

        Assert.Fail("Damaged bytes were decoded.");
    }
}
