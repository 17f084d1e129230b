using System.Runtime.InteropServices;
using CsCheck;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

public class PresenceColumnTests
{
    [Fact]
    public void EncodeDecode_EveryShape_RoundTripsAndCounts()
    {
        foreach ((string name, bool[] present) in ColumnShapes.Presences())
        {
            bool[] decoded = Decode(Encode(present), present.Length, out int count);
            Assert.True(present.AsSpan().SequenceEqual(decoded), name);
            Assert.True(present.Count(p => p) == count, name);
        }
    }

    [Fact]
    public void EncodeDecode_AnyRows_RoundTrip() =>
        Gen.Bool.Array[0, 400].Sample(present => present.AsSpan().SequenceEqual(Decode(Encode(present), present.Length, out _)), iter: 3000);

    [Fact]
    public void EncodeDecode_AnyRuns_RoundTrip() =>
        Gen.Int[1, 900].Array[1, 12].Sample(
            lengths =>
            {
                bool[] present = [.. lengths.SelectMany((length, i) => Enumerable.Repeat(i % 2 == 0, length))];
                return present.AsSpan().SequenceEqual(Decode(Encode(present), present.Length, out int count))
                    && count == present.Count(p => p);
            },
            iter: 2000);

    [Fact]
    public void TryReadAll_EveryShape_PassesOverOnlyWhatIsWhole()
    {
        foreach ((string name, bool[] present) in ColumnShapes.Presences())
        {
            byte[] bytes = Encode(present);
            var reader = new ByteReader(bytes);
            bool isWhole = PresenceColumn.TryReadAll(ref reader, present.Length);
            Assert.True(isWhole == present.All(p => p), name);
            Assert.Equal(isWhole ? 0 : bytes.Length, reader.Remaining);
        }
    }

    [Fact]
    public void Encode_AllNoneHalfAndRuns_TakesLeastBytes()
    {
        Assert.Equal([PresenceColumn.All], Encode([.. Enumerable.Repeat(true, 8000)]));
        Assert.Equal([PresenceColumn.None], Encode(new bool[8000]));
        Random random = new(1);
        Assert.Equal(1001, Encode([.. Enumerable.Range(0, 8000).Select(_ => random.Next(2) == 0)]).Length);
        Assert.InRange(Encode([.. Enumerable.Range(0, 8000).Select(i => i > 3000)]).Length, 1, 12);
    }

    [Fact]
    public void Encode_TrueStoredAsAnyByte_CountsAsTrue()
    {
        byte[] rows = [.. Enumerable.Range(0, 500).Select(i => (byte)(i % 7))];
        bool[] decoded = Decode(Encode(MemoryMarshal.Cast<byte, bool>(rows).ToArray()), 500, out int count);
        Assert.Equal(rows.Count(r => r != 0), count);
        Assert.All(MemoryMarshal.AsBytes<bool>(decoded).ToArray().Zip(rows), p => Assert.Equal(p.Second == 0 ? 0 : 1, p.First));
    }

    [Fact]
    public void Decode_UnknownCodec_NamesTheByte()
    {
        CodecException e = Assert.Throws<CodecException>(() => Decode([0x09, 0, 0, 0], 3, out _));
        Assert.Contains("0x09", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_DamagedBytes_RefusesOrDecodesZerosAndOnes()
    {
        Random random = new(4);
        foreach ((_, bool[] present) in ColumnShapes.Presences().Where(s => s.Present.Length > 0))
        {
            byte[] encoded = Encode(present);
            byte[] Decoder(ReadOnlySpan<byte> bytes)
            {
                byte[] rows = MemoryMarshal.AsBytes<bool>(Decode(bytes, present.Length, out int count)).ToArray();
                Assert.True(rows.All(r => r <= 1));
                Assert.Equal(rows.Count(r => r == 1), count);
                return rows;
            }

            HostileBytes.CheckTruncations(encoded, Decoder);
            HostileBytes.CheckBitFlips(encoded, Decoder, random, 256 * 1024);
        }

        HostileBytes.CheckFuzz(bytes => MemoryMarshal.AsBytes<bool>(Decode(bytes, 100, out _)).ToArray(), random, 64 * 1024);
    }

    private static byte[] Encode(bool[] present)
    {
        using ByteWriter w = new();
        PresenceColumn.Encode(present, w);
        return w.WrittenSpan.ToArray();
    }

    private static bool[] Decode(ReadOnlySpan<byte> bytes, int count, out int presentCount)
    {
        ByteReader r = new(bytes);
        bool[] present = new bool[count];
        presentCount = PresenceColumn.Decode(ref r, present);
        return present;
    }
}
