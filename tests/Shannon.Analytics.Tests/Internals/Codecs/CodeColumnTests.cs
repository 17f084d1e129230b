using System.Runtime.InteropServices;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

public class CodeColumnTests
{
    [Fact]
    public void EncodeDecode_EveryShape_RoundTrips()
    {
        foreach ((string name, int distinct, int[] codes) in ColumnShapes.Codes())
        {
            byte[] encoded = Encode(codes, distinct);
            Assert.True(codes.AsSpan().SequenceEqual(Decode(encoded, distinct, codes.Length)), name);
        }
    }

    [Fact]
    public void Encode_UniformCodes_TakesTheMinimalWidth()
    {
        Random random = new(1);
        int[] codes = [.. Enumerable.Range(0, 8000).Select(_ => random.Next(500))];
        Assert.InRange(Encode(codes, 500).Length, 1, (8000 * 9 / 8) + 8);
    }

    [Fact]
    public void Encode_OneCodeOrLongRuns_TakesBytesPerRun()
    {
        Assert.Equal([CodeColumn.Constant, 3], Encode([.. Enumerable.Repeat(3, 5000)], 4));
        byte[] runs = Encode([.. Enumerable.Range(0, 8000).Select(i => i / 500 % 7)], 7);
        Assert.Equal(CodeColumn.RunLength, runs[0]);
        Assert.InRange(runs.Length, 1, 32);
    }

    [Fact]
    public void Encode_CodeOutsideTheDictionary_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Encode([0, 1, 2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Encode([0, -1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Encode([0], 0));
    }

    [Fact]
    public void Decode_CodeOutsideTheDictionary_Throws()
    {
        foreach ((_, int distinct, int[] codes) in ColumnShapes.Codes().Where(s => s.Codes.Length > 0))
        {
            byte[] encoded = Encode(codes, distinct);
            Assert.Throws<CodecException>(() => Decode(encoded, codes.Max(), codes.Length));
        }
    }

    [Fact]
    public void Decode_NegativeOrWideCodes_Throws()
    {
        foreach (long wrong in new[] { -1L, long.MinValue, 1L << 32, (1L << 40) + 1 })
        {
            long[] codes = [.. Enumerable.Range(0, 40).Select(i => (long)(i % 3))];
            for (int position = 0; position < codes.Length; position++)
            {
                long[] damaged = [.. codes];
                damaged[position] = wrong;
                using ByteWriter w = new();
                w.WriteByte(CodeColumn.Packed);
                PackedFrame.Encode(damaged, w);
                byte[] bytes = w.WrittenSpan.ToArray();
                Assert.Throws<CodecException>(() => Decode(bytes, 3, 40));
            }
        }
    }

    [Fact]
    public void Decode_UnknownCodec_NamesTheByte()
    {
        CodecException e = Assert.Throws<CodecException>(() => Decode([0x77, 0, 0, 0], 5, 3));
        Assert.Contains("0x77", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_DamagedBytes_RefusesOrDecodesBelowDistinct()
    {
        Random random = new(4);
        foreach ((_, int distinct, int[] codes) in ColumnShapes.Codes().Where(s => s.Codes.Length is > 0 and < 300))
        {
            byte[] encoded = Encode(codes, distinct);
            byte[] Decoder(ReadOnlySpan<byte> bytes)
            {
                int[] decoded = Decode(bytes, distinct, codes.Length);
                Assert.True(decoded.All(c => c >= 0 && c < distinct));
                return MemoryMarshal.AsBytes<int>(decoded).ToArray();
            }

            HostileBytes.CheckTruncations(encoded, Decoder);
            HostileBytes.CheckBitFlips(encoded, Decoder, random, 256 * 1024);
        }

        HostileBytes.CheckFuzz(bytes => MemoryMarshal.AsBytes<int>(Decode(bytes, 20, 100)).ToArray(), random, 64 * 1024);
    }

    private static byte[] Encode(int[] codes, int distinct)
    {
        using ByteWriter w = new();
        CodeColumn.Encode(codes, distinct, w);
        return w.WrittenSpan.ToArray();
    }

    private static int[] Decode(ReadOnlySpan<byte> bytes, int distinct, int count)
    {
        ByteReader r = new(bytes);
        int[] codes = new int[count];
        CodeColumn.Decode(ref r, distinct, codes);
        return codes;
    }
}
