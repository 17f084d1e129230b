using System.Numerics;
using CsCheck;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

public class BitPackingTests
{
    public static TheoryData<int> Widths => [.. Enumerable.Range(0, 65)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Pack_EveryCount_MatchesBitByBitTwin(int width)
    {
        Random random = new(width);
        for (int count = 0; count <= 200; count++)
        {
            ulong[] values = RandomValues(random, count, width);
            using ByteWriter w = new();
            BitPacking.Pack(values, width, w);
            Assert.Equal(PackPlainly(values, width), w.WrittenSpan.ToArray());
            Assert.Equal(BitPacking.PackedBytes(count, width), w.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Unpack_EveryCount_GivesValuesWithAndWithoutBytesBehind(int width)
    {
        Random random = new(width + 1000);
        for (int count = 0; count <= 200; count++)
        {
            ulong[] values = RandomValues(random, count, width);
            byte[] packed = PackPlainly(values, width);
            foreach (int behind in new[] { 0, 1, 8, 40 })
            {
                byte[] bytes = [.. packed, .. Enumerable.Repeat((byte)0xFF, behind)];
                ByteReader r = new(bytes);
                ulong[] decoded = new ulong[count];
                BitPacking.Unpack(ref r, width, decoded);
                Assert.Equal(values, decoded);
                Assert.Equal(behind, r.Remaining);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void UnpackScalar_EveryCount_MatchesVectorPath(int width)
    {
        if (width is 0 or 64)
        {
            return;
        }

        Random random = new(width + 2000);
        for (int count = 0; count <= 200; count++)
        {
            byte[] bytes = new byte[BitPacking.PackedBytes(count, width)];
            random.NextBytes(bytes);
            ulong[] vector = new ulong[count];
            ulong[] scalar = new ulong[count];
            BitUnpackKernel.Unpack(bytes, width, vector);
            BitUnpackKernel.UnpackScalar(bytes, width, scalar);
            Assert.Equal(scalar, vector);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void PackKernel_WritesNothingBehindItsSlack(int width)
    {
        if (width == 0)
        {
            return;
        }

        Random random = new(width + 3000);
        for (int count = 1; count <= 70; count++)
        {
            int room = BitPacking.PackedBytes(count, width) + BitPackKernel.Slack;
            byte[] target = [.. Enumerable.Repeat((byte)0xA5, room + 32)];
            BitPackKernel.Pack(RandomValues(random, count, width), width, target.AsSpan(0, room));
            Assert.All(target[room..], b => Assert.Equal(0xA5, b));
        }
    }

    [Fact]
    public void PackUnpack_AnyValues_RoundTrip() =>
        Gen.ULong.Array[0, 300].Sample(
            values =>
            {
                int width = values.Length == 0 ? 0 : values.Max(BitPacking.WidthOf);
                using ByteWriter w = new();
                BitPacking.Pack(values, width, w);
                ByteReader r = new(w.WrittenSpan);
                ulong[] decoded = new ulong[values.Length];
                BitPacking.Unpack(ref r, width, decoded);
                return values.AsSpan().SequenceEqual(decoded) && r.Remaining == 0;
            },
            iter: 2000);

    [Fact]
    public void Unpack_TooFewBytes_Throws()
    {
        for (int width = 1; width <= 64; width++)
        {
            int bytes = BitPacking.PackedBytes(100, width);
            Assert.Throws<CodecException>(() =>
            {
                ByteReader r = new(new byte[bytes - 1]);
                BitPacking.Unpack(ref r, width, new ulong[100]);
            });
        }
    }

    [Fact]
    public void Unpack_WidthAbove64_Throws() =>
        Assert.Throws<CodecException>(() =>
        {
            ByteReader r = new(new byte[1000]);
            BitPacking.Unpack(ref r, 65, new ulong[1]);
        });

    [Fact]
    public void PackedBytes_BeyondInt_Throws() =>
        Assert.Throws<OverflowException>(() => BitPacking.PackedBytes(int.MaxValue, 64));

    private static ulong[] RandomValues(Random random, int count, int width)
    {
        ulong mask = width == 0 ? 0 : ulong.MaxValue >> (64 - width);
        return [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue) & mask)];
    }

    private static byte[] PackPlainly(ulong[] values, int width)
    {
        BigInteger bits = BigInteger.Zero;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            bits = (bits << width) | values[i];
        }

        byte[] bytes = new byte[((values.Length * width) + 7) / 8];
        bits.ToByteArray(isUnsigned: true).AsSpan(0, Math.Min(bytes.Length, bits.GetByteCount(isUnsigned: true))).CopyTo(bytes);
        return bytes;
    }
}
