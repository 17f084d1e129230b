using System.Runtime.InteropServices;
using CsCheck;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

public class LongColumnTests
{
    [Fact]
    public void EncodeDecode_EveryShape_RoundTripsWithinRawSize()
    {
        foreach ((string name, long[] values) in ColumnShapes.Longs())
        {
            byte[] encoded = Encode(values);
            Assert.True(values.AsSpan().SequenceEqual(Decode(encoded, values.Length)), name);
            Assert.True(encoded.Length <= (values.Length == 0 ? 0 : 2 + (8 * values.Length) + 9), $"{name}: {encoded.Length} bytes");
        }
    }

    [Fact]
    public void EncodeDecode_AnyValues_RoundTrip() =>
        Gen.Long.Array[0, 300].Sample(values => values.AsSpan().SequenceEqual(Decode(Encode(values), values.Length)), iter: 3000);

    [Fact]
    public void EncodeDecode_SmallSteps_RoundTrip() =>
        Gen.Select(Gen.Long, Gen.Int[-5, 5].Array[0, 300]).Sample(
            (start, steps) =>
            {
                long value = start;
                long[] values = [.. steps.Select(s => value = unchecked(value + s))];
                return values.AsSpan().SequenceEqual(Decode(Encode(values), values.Length));
            },
            iter: 3000);

    [Fact]
    public void Encode_Constant_TakesCodecAndVarint()
    {
        long[] values = new long[10_000];
        Array.Fill(values, 5);
        Assert.Equal([LongColumn.Constant, 10], Encode(values));
    }

    [Fact]
    public void Encode_OneMillisecondApart_TakesUnderTwentyBytes()
    {
        long[] values = [.. Enumerable.Range(0, 10_000).Select(i => 1_790_000_000_000_000 + (1000L * i))];
        byte[] encoded = Encode(values);
        Assert.Equal(LongColumn.Delta, encoded[0]);
        Assert.InRange(encoded.Length, 1, 20);
    }

    [Fact]
    public void Encode_JitteredTimesWithRarePauses_TakesUnderTwoBytesEach()
    {
        Random random = new(1);
        long now = 1_790_000_000_000_000;
        long[] values = [.. Enumerable.Range(0, 10_000).Select(i => now += i % 1000 == 999 ? 28_800_000_000 : random.Next(500, 1500))];
        byte[] encoded = Encode(values);
        Assert.Equal(LongColumn.Delta, encoded[0]);
        Assert.InRange(encoded.Length, 1, 13_000);
    }

    [Fact]
    public void Encode_SmallNumbersWithRareOutliers_StaysNearTheirWidth()
    {
        Random random = new(2);
        long[] values = [.. Enumerable.Range(0, 8000).Select(i => i % 200 == 0 ? 150_000 + random.Next(50_000) : random.Next(256))];
        byte[] encoded = Encode(values);
        Assert.Equal(LongColumn.FrameOfReference, encoded[0]);
        Assert.InRange(encoded.Length, 1, 8400);
    }

    [Fact]
    public void Encode_LongRuns_TakesBytesPerRun()
    {
        long[] values = [.. Enumerable.Range(0, 10_000).Select(i => (long)new Random(i / 500).Next())];
        byte[] encoded = Encode(values);
        Assert.Equal(LongColumn.RunLength, encoded[0]);
        Assert.InRange(encoded.Length, 1, 120);
    }

    [Fact]
    public void Encode_RandomFullRange_IsRaw()
    {
        Random random = new(3);
        long[] values = [.. Enumerable.Range(0, 1000).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];
        byte[] encoded = Encode(values);
        Assert.Equal(LongColumn.Raw, encoded[0]);
        Assert.Equal(8001, encoded.Length);
    }

    [Fact]
    public void FramePlan_EveryShape_PredictsTheExactSize()
    {
        foreach ((string name, long[] values) in ColumnShapes.Longs())
        {
            FramePlan plan = FramePlan.For(values);
            using ByteWriter w = new();
            PackedFrame.Encode(values, plan, w);
            Assert.True(plan.Bytes == w.Length, $"{name}: {plan} took {w.Length}");
        }
    }

    [Fact]
    public void Decode_UnknownCodec_NamesTheByte()
    {
        CodecException e = Assert.Throws<CodecException>(() => Decode([0x2A, 0, 0, 0], 3));
        Assert.Contains("0x2A", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 0)]
    [InlineData(1, 5)]
    public void Decode_RunsThatDoNotFillTheColumn_Throws(long first, long second)
    {
        using ByteWriter w = new();
        w.WriteByte(LongColumn.RunLength);
        w.WriteVarUInt(2);
        PackedFrame.Encode([7, 8], w);
        PackedFrame.Encode([first, second], w);
        byte[] bytes = w.WrittenSpan.ToArray();
        Assert.Throws<CodecException>(() => Decode(bytes, 5));
    }

    [Fact]
    public void Decode_DamagedBytes_RefusesOrDecodesWithinBounds()
    {
        Random random = new(4);
        foreach ((_, long[] values) in ColumnShapes.Longs().Where(s => s.Values.Length is > 0 and < 600))
        {
            byte[] encoded = Encode(values);
            byte[] Decoder(ReadOnlySpan<byte> bytes) => MemoryMarshal.AsBytes<long>(Decode(bytes, values.Length)).ToArray();
            HostileBytes.CheckTruncations(encoded, Decoder);
            HostileBytes.CheckBitFlips(encoded, Decoder, random, 256 * 1024);
        }

        HostileBytes.CheckFuzz(bytes => MemoryMarshal.AsBytes<long>(Decode(bytes, 100)).ToArray(), random, 64 * 1024);
    }

    private static byte[] Encode(long[] values)
    {
        using ByteWriter w = new();
        LongColumn.Encode(values, w);
        return w.WrittenSpan.ToArray();
    }

    private static long[] Decode(ReadOnlySpan<byte> bytes, int count)
    {
        ByteReader r = new(bytes);
        long[] values = new long[count];
        LongColumn.Decode(ref r, values);
        return values;
    }
}
